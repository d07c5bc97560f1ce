package org.sterna.protocols.imap.search;

import java.util.Arrays;

/**
 * Trees whose nodes are numbers, that are joined and cut while they are asked about. Every operation costs a number of steps that grows
 * with the logarithm of the nodes (amortized), however deep the trees are: who writes References cannot make THREAD slow.
 *
 * <p>These are the link-cut trees of Sleator and Tarjan (1985). Each tree is divided into paths, and each path is a splay tree with the
 * nodes in the order from the root down; the topmost node of a splay tree knows the node above its path.
 */
final class LinkedTrees {
    private static final int NONE = -1;

    private final int[] above;                             // in the splay tree or, of its topmost node, in the tree itself
    private final int[] left;
    private final int[] right;
    private long steps;

    /** As many trees of one node. */
    LinkedTrees(int nodes) {
        above = filled(nodes);
        left = filled(nodes);
        right = filled(nodes);
    }

    private static int[] filled(int nodes) {
        int[] all = new int[nodes];
        Arrays.fill(all, NONE);
        return all;
    }

    /**
     * Puts a tree below a node of another one.
     *
     * @param root of its tree
     */
    void link(int root, int parent) {
        expose(root);
        above[root] = parent;
    }

    /** Takes a node that is no root from its parent, with all that is below it. */
    void cut(int node) {
        expose(node);
        above[left[node]] = NONE;
        left[node] = NONE;
    }

    /** The root of the tree in which a node is. */
    int root(int node) {
        expose(node);
        int root = node;
        while (left[root] != NONE) {
            root = left[root];
            steps++;
        }
        splay(root);
        return root;
    }

    /** How much was done: nodes passed and turned. */
    long steps() {
        return steps;
    }

    /** Makes the way from the root to this node one path that ends here, and the node the topmost of its splay tree. */
    private void expose(int node) {
        int below = NONE;
        for (int at = node; at != NONE; at = above[at]) {
            splay(at);
            right[at] = below;
            below = at;
            steps++;
        }
        splay(node);
    }

    private boolean isTopmost(int node) {
        int parent = above[node];
        return parent == NONE || left[parent] != node && right[parent] != node;
    }

    private void splay(int node) {
        while (!isTopmost(node)) {
            int parent = above[node];
            if (!isTopmost(parent)) {
                boolean straight = left[parent] == node == (left[above[parent]] == parent);
                turn(straight ? parent : node);
            }
            turn(node);
        }
    }

    /** Puts a node in the place of the one above it in their splay tree. */
    private void turn(int node) {
        steps++;
        int parent = above[node];
        int grandparent = above[parent];
        boolean topmost = isTopmost(parent);
        int between;
        if (left[parent] == node) {
            between = right[node];
            left[parent] = between;
            right[node] = parent;
        } else {
            between = left[node];
            right[parent] = between;
            left[node] = parent;
        }
        if (between != NONE) {
            above[between] = parent;
        }
        above[parent] = node;
        above[node] = grandparent;
        if (!topmost && left[grandparent] == parent) {
            left[grandparent] = node;
        } else if (!topmost) {
            right[grandparent] = node;
        }
    }
}
