package org.sterna.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Accounts: what a delivery costs to accounts taken at random, whose mailboxes and addresses are mostly in nobody's memory then; to the same ones again; and to
 * always the same ten.
 */
final class GrowingDirectory implements ScaleSubject {
    private static final int IMPORTED_AT_ONCE = 2_000;
    private static final int FEW = 10;
    private static final long SEED = 9;

    private final ScaleNode node;
    private final ScaleLoad load;
    private final ScaleOptions options;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private int accounts;

    GrowingDirectory(ScaleNode node, ScaleLoad load, ScaleOptions options) {
        this.node = node;
        this.load = load;
        this.options = options;
    }

    @Override
    public void grow(long size, TimeBudget budget) {
        while (accounts < size && !budget.isSpent()) {
            int end = (int) Math.min(size, accounts + IMPORTED_AT_ONCE);
            node.makeAccounts("a", accounts, end);
            accounts = end;
        }
    }

    @Override
    public void measure(long size, ScaleReadings readings) throws IOException, InterruptedException {
        List<String> few = ScaleNode.addresses("a", (int) Math.min(FEW, size));
        load.time("final dot to 250, always the same ten", size, few, readings);
        load.time("final dot to 250, accounts at random", size, some(size, options.paced()), readings);
        List<String> some = some(size, options.messages());
        load.cost("delivered to always the same ten", size, few, readings);
        load.cost("delivered to accounts at random", size, some, readings);
        load.cost("delivered to these a second time", size, some, readings);
    }

    private List<String> some(long size, int count) {
        return random.longs(count, 0, size).mapToObj(number -> ScaleNode.address("a", (int) number)).toList();
    }
}
