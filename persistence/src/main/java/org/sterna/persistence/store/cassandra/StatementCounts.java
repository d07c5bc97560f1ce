package org.sterna.persistence.store.cassandra;

import java.util.concurrent.atomic.LongAdder;
import org.sterna.persistence.measure.Latency;

/**
 * What became of the statements sent to Cassandra. A write that is repeated counts each time.
 *
 * @param reads          the first page of each
 * @param writes         without condition
 * @param conditional    lightweight transactions
 * @param failedReads    the driver gave up
 * @param failedWrites   refused or not answered in time, conditional ones too: their outcome is not known
 * @param repeatedWrites of those that failed
 */
public record StatementCounts(Latency reads, Latency writes, Latency conditional, LongAdder failedReads, LongAdder failedWrites, LongAdder repeatedWrites) {
    StatementCounts() {
        this(new Latency(), new Latency(), new Latency(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
