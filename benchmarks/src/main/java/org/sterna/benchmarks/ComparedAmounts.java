package org.sterna.benchmarks;

/**
 * How much is done in a comparison.
 *
 * @param rounds      of every scenario
 * @param warmups     how often a scenario is done by each server before it is measured
 * @param small       messages of 5 KB that are sent in a round
 * @param large       messages of 50 KB
 * @param paced       messages that are sent at a fixed rate
 * @param sessions    of IMAP, each from connection to LOGOUT
 * @param inbox       messages of each INBOX in these sessions
 * @param mailbox     messages of a mailbox that is read wholly
 * @param bigMailbox  messages of a mailbox whose summaries are read
 * @param appended    messages of a round of APPEND
 * @param told        messages whose EXISTS is timed
 * @param retrieved   messages that are fetched by POP3
 * @param connections that idle
 * @param waiting     messages for a dead destination
 */
record ComparedAmounts(int rounds, int warmups, int small, int large, int paced, int sessions, int inbox, int mailbox, int bigMailbox, int appended, int told,
        int retrieved, int connections, int waiting) {

    static ComparedAmounts full(int rounds, int warmups) {
        return new ComparedAmounts(rounds, warmups, 6000, 2000, 750, 2000, 150, 10_000, 100_000, 1000, 50, 1000, 1000, 100_000);
    }

    /** Shows that everything works; the figures say little. */
    static ComparedAmounts quick(int rounds, int warmups) {
        return new ComparedAmounts(rounds, warmups, 500, 200, 150, 200, 20, 1000, 3000, 200, 10, 200, 100, 2000);
    }
}
