package org.sterna.benchmarks;

import java.io.IOException;

/** Something that is done alike with every server of a comparison. */
interface ComparedScenario {
    /** Whether it can be done with this server. */
    default boolean suits(ComparedServer server) {
        return true;
    }

    /** As often as it is warmed up, before the first round: fills what is not full yet, and does once what is measured. */
    void prepare(ComparedServer server) throws IOException, InterruptedException;

    /**
     * Once in every round.
     *
     * @param round from 1
     */
    void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException;
}
