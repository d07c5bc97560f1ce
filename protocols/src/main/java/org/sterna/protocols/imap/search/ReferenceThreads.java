package org.sterna.protocols.imap.search;

import java.util.Arrays;

/**
 * The REFERENCES algorithm (RFC 5256 section 3), step by step. Nodes are numbers: first the messages, then a dummy for each
 * Message-ID that no message bears, then dummies that gather threads of one subject.
 */
final class ReferenceThreads {
    private static final int NONE = -1;

    private final ThreadTable table;
    private final int messages;
    /** Messages in the order of their sent dates. */
    private final int[] byDate;
    private int nodes;
    private final int[] parent;
    private final int[] children;                          // how many
    private final int[] nodeOfId;
    private final LinkedTrees trees;

    ReferenceThreads(ThreadTable table, int[] byDate) {
        this.table = table;
        this.messages = table.size();
        this.byDate = byDate;
        this.nodeOfId = new int[table.ids()];
        this.nodes = messages + table.ids();
        this.parent = new int[nodes + messages];     // room for the dummies of step 5
        this.children = new int[parent.length];
        this.trees = new LinkedTrees(nodes);
        Arrays.fill(parent, NONE);
    }

    ThreadForest forest() {
        nameNodes();
        for (int row = 0; row < messages; row++) {
            link(row);
        }
        prune();
        int[] roots = sortedRoots();
        mergeSubjects(roots);
        return forestOfParents();
    }

    /** Of messages with the same id only the first bears it. */
    private void nameNodes() {
        for (int id = 0; id < nodeOfId.length; id++) {
            nodeOfId[id] = messages + id;
        }
        for (int row = 0; row < messages; row++) {
            int id = table.id(row);
            if (id != NONE && nodeOfId[id] >= messages) {
                nodeOfId[id] = row;
            }
        }
    }

    /** Step 1. */
    private void link(int row) {
        int previous = NONE;
        for (int at = table.referencesFrom(row); at < table.referencesTo(row); at++) {
            int node = nodeOfId[table.reference(at)];
            if (previous != NONE && parent[node] == NONE && !isRootOf(node, previous)) {
                adopt(previous, node);
                trees.link(node, previous);
            }
            previous = node;
        }
        if (parent[row] != NONE) {
            children[parent[row]]--;
            parent[row] = NONE;
            trees.cut(row);
        }
        if (previous != NONE && !isRootOf(row, previous)) {
            adopt(previous, row);
            trees.link(row, previous);
        }
    }

    /** Steps that the search for loops has cost. */
    long steps() {
        return trees.steps();
    }

    private void adopt(int newParent, int node) {
        parent[node] = newParent;
        children[newParent]++;
    }

    /** True if the tree in which {@code other} is begins with {@code node}, which has no parent: to put it below would close a loop. */
    private boolean isRootOf(int node, int other) {
        return node == other || children[node] > 0 && trees.root(other) == node;
    }

    private boolean isDummy(int node) {
        return node >= messages;
    }

    /** Steps 2 and 3: messages move up to the nearest message above them, or to the dummy at the root if it has several. */
    private void prune() {
        int[] pruned = new int[messages];
        int[] gathered = new int[nodes];
        for (int row = 0; row < messages; row++) {
            int above = above(row);
            pruned[row] = above;
            if (above != NONE) {
                gathered[above]++;
            }
        }
        Arrays.fill(parent, NONE);
        Arrays.fill(children, 0);
        for (int row = 0; row < messages; row++) {
            int above = pruned[row];
            if (above != NONE && (!isDummy(above) || gathered[above] > 1)) {
                adopt(above, row);
            }
        }
    }

    /** The nearest message above a message, or the dummy at the root. Dummies passed are tied to it: nobody climbs twice. */
    private int above(int row) {
        int above = parent[row];
        while (above != NONE && isDummy(above) && parent[above] != NONE) {
            above = parent[above];
        }
        int dummy = parent[row];
        while (dummy != above) {
            int next = parent[dummy];
            parent[dummy] = above;
            dummy = next;
        }
        return above;
    }

    /** Step 4: roots by date; a dummy goes by its first child. */
    private int[] sortedRoots() {
        IntList roots = new IntList();
        boolean[] seen = new boolean[nodes];
        for (int row : byDate) {
            int root = parent[row] == NONE ? row : isDummy(parent[row]) ? parent[row] : NONE;
            if (root != NONE && !seen[root]) {
                seen[root] = true;
                roots.add(root);
            }
        }
        int[] sorted = new int[roots.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = roots.get(i);
        }
        return sorted;
    }

    /** Step 5. */
    private void mergeSubjects(int[] roots) {
        int[] subjects = threadSubjects(roots);
        int empty = table.emptySubject();
        int[] rootOf = new int[table.subjects()];
        Arrays.fill(rootOf, NONE);
        for (int i = 0; i < roots.length; i++) {
            if (subjects[i] != empty) {
                int known = rootOf[subjects[i]];
                boolean replaces = known == NONE
                        || !isDummy(known) && (isDummy(roots[i]) || table.isReply(known) && !table.isReply(roots[i]));
                rootOf[subjects[i]] = replaces ? roots[i] : known;
            }
        }
        int[] mergedInto = new int[parent.length];              // dummies whose children have moved
        Arrays.fill(mergedInto, NONE);
        for (int i = 0; i < roots.length; i++) {
            if (subjects[i] != empty && rootOf[subjects[i]] != roots[i] && parent[roots[i]] == NONE) {
                rootOf[subjects[i]] = merge(roots[i], rootOf[subjects[i]], mergedInto);
            }
        }
        for (int row = 0; row < messages; row++) {
            if (parent[row] != NONE && mergedInto[parent[row]] != NONE) {
                adopt(mergedInto[parent[row]], row);
            }
        }
    }

    /** The base subject of each thread: that of its root, or of a dummy's first child. */
    private int[] threadSubjects(int[] roots) {
        int[] firstChild = new int[nodes];
        Arrays.fill(firstChild, NONE);
        for (int row : byDate) {
            if (parent[row] != NONE && firstChild[parent[row]] == NONE) {
                firstChild[parent[row]] = row;
            }
        }
        int[] subjects = new int[roots.length];
        for (int i = 0; i < roots.length; i++) {
            subjects[i] = table.subject(isDummy(roots[i]) ? firstChild[roots[i]] : roots[i]);
        }
        return subjects;
    }

    /** Step 5.C: puts one thread to another of the same subject, and answers what stands for the subject now. */
    private int merge(int current, int known, int[] mergedInto) {
        if (isDummy(known)) {
            if (isDummy(current)) {
                mergedInto[current] = known;
            } else {
                adopt(known, current);
            }
            return known;
        }
        if (table.isReply(current) && !table.isReply(known)) {
            adopt(known, current);
            return known;
        }
        int dummy = nodes++;
        adopt(dummy, known);
        adopt(dummy, current);
        return dummy;
    }

    /** Step 6: whoever comes first by date is added first, everywhere. */
    private ThreadForest forestOfParents() {
        ThreadForest forest = new ThreadForest(messages, nodes);
        boolean[] seen = new boolean[nodes];
        for (int row : byDate) {
            int above = parent[row];
            if (above == NONE) {
                forest.addRoot(row);
            } else {
                if (isDummy(above) && !seen[above]) {
                    seen[above] = true;
                    forest.addRoot(above);
                }
                forest.addChild(above, row);
            }
        }
        return forest;
    }
}
