package org.sterna.protocols.imap.search;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Trees of nodes that are numbers; those from {@code messages} on are dummies. Children are in the order in which they were
 * added. Works without recursion: a thread may be as deep as the mailbox is large.
 */
final class ThreadForest {
    private static final int NONE = -1;

    private final int messages;
    private final int[] firstChild;
    private final int[] lastChild;
    private final int[] next;
    private final IntList roots = new IntList();

    /** @param nodes messages and dummies together */
    ThreadForest(int messages, int nodes) {
        this.messages = messages;
        this.firstChild = new int[nodes];
        this.lastChild = new int[nodes];
        this.next = new int[nodes];
        Arrays.fill(firstChild, NONE);
        Arrays.fill(lastChild, NONE);
        Arrays.fill(next, NONE);
    }

    void addRoot(int node) {
        roots.add(node);
    }

    void addChild(int parent, int node) {
        if (firstChild[parent] == NONE) {
            firstChild[parent] = node;
        } else {
            next[lastChild[parent]] = node;
        }
        lastChild[parent] = node;
    }

    /** The thread-lists of RFC 5256 section 5. */
    String text(IntToLongFunction numberOf) {
        StringBuilder text = new StringBuilder(messages * 8);
        for (int i = 0; i < roots.size(); i++) {
            thread(roots.get(i), numberOf, text);
        }
        return text.toString();
    }

    private void thread(int root, IntToLongFunction numberOf, StringBuilder text) {
        IntList siblings = new IntList();               // for each fork on the way down the next branch to write
        int node = root;
        text.append('(');
        while (true) {
            if (node < messages) {
                text.append(numberOf.applyAsLong(node));
            }
            int child = firstChild[node];
            if (child != NONE) {
                text.append(node < messages ? " " : "");
                if (next[child] != NONE) {
                    siblings.add(next[child]);
                    text.append('(');
                }
                node = child;
                continue;
            }
            text.append(')');
            while (!siblings.isEmpty() && siblings.get(siblings.size() - 1) == NONE) {
                siblings.removeLast();
                text.append(')');
            }
            if (siblings.isEmpty()) {
                return;
            }
            node = siblings.removeLast();
            siblings.add(next[node]);
            text.append('(');
        }
    }
}
