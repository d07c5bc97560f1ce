package org.sterna.protocols.imap.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LinkedTreesTest {
    private static final int NODES = 12;

    /** Against parents that are climbed. */
    @Property(tries = 500)
    void rootsAreThoseOfTheTrees(@ForAll @Size(max = 80) List<@IntRange(max = NODES * NODES - 1) Integer> picks) {
        LinkedTrees trees = new LinkedTrees(NODES);
        int[] parent = new int[NODES];
        Arrays.fill(parent, -1);
        for (int pick : picks) {
            int node = pick / NODES;
            int other = pick % NODES;
            if (parent[node] >= 0) {
                trees.cut(node);
                parent[node] = -1;
            } else if (root(parent, other) != node) {
                trees.link(node, other);
                parent[node] = other;
            }
            for (int each = 0; each < NODES; each++) {
                assertThat(trees.root(each)).isEqualTo(root(parent, each));
            }
        }
    }

    private static int root(int[] parent, int node) {
        int root = node;
        while (parent[root] >= 0) {
            root = parent[root];
        }
        return root;
    }

    @Test
    void aDeepTreeCostsLittle() {
        int nodes = 100_000;
        LinkedTrees trees = new LinkedTrees(nodes);
        for (int node = 1; node < nodes; node++) {
            trees.link(node, node - 1);
        }
        Random random = new Random(1);
        for (int i = 0; i < nodes; i++) {
            assertThat(trees.root(random.nextInt(nodes))).isZero();
        }
        assertThat(trees.steps()).isLessThan(100L * nodes);              // climbing would take half of 100,000 for each
    }
}
