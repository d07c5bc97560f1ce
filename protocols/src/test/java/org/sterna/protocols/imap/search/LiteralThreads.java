package org.sterna.protocols.imap.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sterna.protocols.message.BaseSubject;
import org.sterna.protocols.message.Casemap;

/** RFC 5256 section 3, REFERENCES, written down word by word and without a thought for speed, to compare with. */
final class LiteralThreads {
    private static final class Node {
        private final Optional<Letter> letter;
        private final List<Node> children = new ArrayList<>();
        private Optional<Node> parent = Optional.empty();

        Node(Optional<Letter> letter) {
            this.letter = letter;
        }

        boolean isBelow(Node other) {
            return this == other || parent.filter(above -> above.isBelow(other)).isPresent();
        }

        void moveTo(Node newParent) {
            parent.ifPresent(old -> old.children.remove(this));
            parent = Optional.of(newParent);
            newParent.children.add(this);
        }

        void sort() {
            children.forEach(Node::sort);
            children.sort(Comparator.comparing(Node::first, Comparator.comparing(Letter::internalDate).thenComparing(Letter::uid)));
        }

        /** The message, or the first child of a dummy. */
        Letter first() {
            return letter.orElseGet(() -> children.stream().map(Node::first)
                    .min(Comparator.comparing(Letter::internalDate).thenComparing(Letter::uid)).orElseThrow());
        }

        BaseSubject subject() {
            return BaseSubject.of(first().summary().selected().subject());
        }

        boolean isReply() {
            return letter.isPresent() && subject().isReply();
        }

        String text() {
            StringBuilder text = new StringBuilder(letter.map(found -> String.valueOf(found.uid())).orElse(""));
            if (children.size() == 1) {
                text.append(' ').append(children.get(0).text());
            } else if (!children.isEmpty()) {
                text.append(letter.isPresent() ? " " : "");
                children.forEach(child -> text.append('(').append(child.text()).append(')'));
            }
            return text.toString();
        }
    }

    private final Map<String, Node> byId = new LinkedHashMap<>();
    private final List<Node> all = new ArrayList<>();
    private final Node root = new Node(Optional.empty());

    private LiteralThreads() {
    }

    static String of(List<Letter> mailbox) {
        LiteralThreads threads = new LiteralThreads();
        threads.link(mailbox);
        for (Node node : threads.all) {
            if (node.parent.isEmpty()) {
                node.moveTo(threads.root);
            }
        }
        threads.prune(threads.root);
        threads.root.sort();
        threads.gather();
        threads.root.sort();
        StringBuilder text = new StringBuilder(threads.root.children.isEmpty() ? "" : " ");
        threads.root.children.forEach(thread -> text.append('(').append(thread.text()).append(')'));
        return text.toString();
    }

    private void link(List<Letter> mailbox) {
        List<Node> nodes = new ArrayList<>();
        for (Letter letter : mailbox) {
            Node node = new Node(Optional.of(letter));
            nodes.add(node);
            all.add(node);
            letter.summary().selected().messageId().ifPresent(id -> byId.putIfAbsent(id, node));
        }
        for (Node node : nodes) {
            Optional<Node> previous = Optional.empty();
            for (String id : node.letter.orElseThrow().summary().selected().ancestors()) {
                Node next = byId.computeIfAbsent(id, unknown -> {
                    Node dummy = new Node(Optional.empty());
                    all.add(dummy);
                    return dummy;
                });
                if (previous.isPresent() && next.parent.isEmpty() && !previous.get().isBelow(next)) {
                    next.moveTo(previous.get());
                }
                previous = Optional.of(next);
            }
            node.parent.ifPresent(old -> old.children.remove(node));
            node.parent = Optional.empty();
            if (previous.isPresent() && !previous.get().isBelow(node)) {
                node.moveTo(previous.get());
            }
        }
    }

    private void prune(Node node) {
        for (Node child : List.copyOf(node.children)) {
            prune(child);
            if (child.letter.isEmpty() && (node != root || child.children.size() <= 1)) {
                List.copyOf(child.children).forEach(grandchild -> grandchild.moveTo(node));
                node.children.remove(child);
            }
        }
    }

    private void gather() {
        Map<String, Node> table = new HashMap<>();
        for (Node node : root.children) {
            String subject = Casemap.fold(node.subject().text());
            Node known = table.get(subject);
            if (!subject.isEmpty() && (known == null || known.letter.isPresent()
                    && (node.letter.isEmpty() || known.isReply() && !node.isReply()))) {
                table.put(subject, node);
            }
        }
        for (Node node : List.copyOf(root.children)) {
            String subject = Casemap.fold(node.subject().text());
            Node known = table.get(subject);
            if (subject.isEmpty() || known == node || node.parent.filter(above -> above == root).isEmpty()) {
                continue;
            }
            if (known.letter.isEmpty() && node.letter.isEmpty()) {
                List.copyOf(node.children).forEach(child -> child.moveTo(known));
                root.children.remove(node);
            } else if (known.letter.isEmpty() || node.isReply() && !known.isReply()) {
                node.moveTo(known);
            } else {
                Node dummy = new Node(Optional.empty());
                dummy.moveTo(root);
                known.moveTo(dummy);
                node.moveTo(dummy);
                table.put(subject, dummy);
            }
        }
    }
}
