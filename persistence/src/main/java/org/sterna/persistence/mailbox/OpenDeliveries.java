package org.sterna.persistence.mailbox;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sterna.persistence.identity.QueueId;

/**
 * Deliveries by their queue id, immutable: a tree by the bits of hashes. One that is added or taken away copies the way to its leaf, some hundred octets, of
 * however many: a mailbox that gets mail faster than it takes it in has thousands of them open.
 */
final class OpenDeliveries {
    static final OpenDeliveries NONE = new OpenDeliveries(new Leaf(new Entry[0]));

    private static final int BITS = 4;
    private static final int CHILDREN = 1 << BITS;
    /** Of a leaf, unless all bits are used up. */
    private static final int FULL = 8;

    private record Entry(QueueId id, Unconfirmed.Delivery delivery) { }

    private sealed interface Node permits Leaf, Branch { }

    private record Leaf(Entry[] entries) implements Node {
        int indexOf(QueueId id) {
            for (int i = 0; i < entries.length; i++) {
                if (entries[i].id().equals(id)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** @param children null where nothing is */
    private record Branch(Node[] children) implements Node { }

    private final Node root;

    private OpenDeliveries(Node root) {
        this.root = root;
    }

    static OpenDeliveries of(Map<QueueId, Unconfirmed.Delivery> deliveries) {
        OpenDeliveries all = NONE;
        for (Map.Entry<QueueId, Unconfirmed.Delivery> each : deliveries.entrySet()) {
            all = all.with(each.getKey(), each.getValue());
        }
        return all;
    }

    Optional<Unconfirmed.Delivery> find(QueueId id) {
        int hash = hash(id);
        Node node = root;
        for (int shift = 0; node instanceof Branch branch; shift += BITS) {
            node = branch.children()[slot(hash, shift)];
        }
        int at = node instanceof Leaf leaf ? leaf.indexOf(id) : -1;
        return at < 0 ? Optional.empty() : Optional.of(((Leaf) node).entries()[at].delivery());
    }

    boolean isEmpty() {
        return root instanceof Leaf leaf && leaf.entries().length == 0;
    }

    OpenDeliveries with(QueueId id, Unconfirmed.Delivery delivery) {
        return new OpenDeliveries(with(root, new Entry(id, delivery), 0));
    }

    /** The same without this one, if it is there. */
    OpenDeliveries without(QueueId id) {
        Node rest = without(root, id, hash(id), 0);
        return rest == root ? this : rest == null ? NONE : new OpenDeliveries(rest);
    }

    /** A copy. */
    Map<QueueId, Unconfirmed.Delivery> toMap() {
        Map<QueueId, Unconfirmed.Delivery> all = new HashMap<>();
        collect(root, all);
        return all;
    }

    private static void collect(Node node, Map<QueueId, Unconfirmed.Delivery> all) {
        if (node instanceof Branch branch) {
            for (Node child : branch.children()) {
                collect(child, all);
            }
        } else if (node instanceof Leaf leaf) {
            for (Entry entry : leaf.entries()) {
                all.put(entry.id(), entry.delivery());
            }
        }
    }

    private static Node with(Node node, Entry entry, int shift) {
        if (node instanceof Branch branch) {
            Node[] children = branch.children().clone();
            int slot = slot(hash(entry.id()), shift);
            children[slot] = with(children[slot], entry, shift + BITS);
            return new Branch(children);
        }
        if (node == null) {
            return new Leaf(new Entry[] {entry});
        }
        Leaf leaf = (Leaf) node;
        int at = leaf.indexOf(entry.id());
        if (at < 0 && leaf.entries().length >= FULL && shift < Integer.SIZE) {
            Node split = new Branch(new Node[CHILDREN]);
            for (Entry each : leaf.entries()) {
                split = with(split, each, shift);
            }
            return with(split, entry, shift);
        }
        Entry[] entries = Arrays.copyOf(leaf.entries(), at < 0 ? leaf.entries().length + 1 : leaf.entries().length);
        entries[at < 0 ? entries.length - 1 : at] = entry;
        return new Leaf(entries);
    }

    /** @return the same node if it has not this one, null if nothing is left of it */
    private static Node without(Node node, QueueId id, int hash, int shift) {
        if (node instanceof Branch branch) {
            int slot = slot(hash, shift);
            Node before = branch.children()[slot];
            Node after = without(before, id, hash, shift + BITS);
            if (after == before) {
                return node;
            }
            Node[] children = branch.children().clone();
            children[slot] = after;
            return after == null && Arrays.stream(children).allMatch(child -> child == null) ? null : new Branch(children);
        }
        int at = node instanceof Leaf leaf ? leaf.indexOf(id) : -1;
        if (at < 0) {
            return node;
        }
        Entry[] before = ((Leaf) node).entries();
        if (before.length == 1) {
            return null;
        }
        Entry[] entries = Arrays.copyOf(before, before.length - 1);
        if (at < entries.length) {
            entries[at] = before[entries.length];
        }
        return new Leaf(entries);
    }

    private static int slot(int hash, int shift) {
        return hash >>> Integer.SIZE - BITS - shift & CHILDREN - 1;
    }

    /** Spread, for ids are counted: slots are of its upper bits first. */
    private static int hash(QueueId id) {
        return id.hashCode() * 0x9E3779B9;
    }
}
