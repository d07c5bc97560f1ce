package org.sterna.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How much is done at each size. */
final class ScaleOptions {
    @Option(names = "--rounds", paramLabel = "N", description = "At each size; a chart shows their median and range. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--messages", paramLabel = "M", description = "Of a round, as fast as they are taken, for the processor time of one. Default: ${DEFAULT-VALUE}.")
    private int messages = 3000;

    @Option(names = "--sessions", paramLabel = "N", description = "Connections that send them. Default: ${DEFAULT-VALUE}.")
    private int sessions = 64;

    @Option(names = "--paced", paramLabel = "M", description = "Messages of a round that are sent at --rate, for the time of one. Default: ${DEFAULT-VALUE}.")
    private int paced = 300;

    @Option(names = "--rate", paramLabel = "R", description = "Of those, a second. Default: ${DEFAULT-VALUE}.")
    private double rate = 50;

    @Option(names = "--commands", paramLabel = "N", description = "IMAP commands of each kind in a round. Default: ${DEFAULT-VALUE}.")
    private int commands = 100;

    @Option(names = "--size", paramLabel = "OCTETS", description = "Of a message. Default: ${DEFAULT-VALUE}.")
    private int size = 5120;

    @Option(names = "--fill-size", paramLabel = "OCTETS", description = "Of a message that mailboxes and the queue are filled with, about. Default: ${DEFAULT-VALUE}.")
    private int fillSize = 1200;

    @Option(names = "--warmup", paramLabel = "M", description = "Messages sent before all. Default: ${DEFAULT-VALUE}.")
    private int warmup = 20_000;

    @Option(names = "--sizes", paramLabel = "A,B", split = ",", description = "The sizes. Default: the powers of ten, and 0 where that can be.")
    private List<Long> sizes = new ArrayList<>();

    @Option(names = "--up-to", paramLabel = "N", description = "The largest size, if they are not given. Default: ${DEFAULT-VALUE}.")
    private long largest = 100_000;

    @Option(names = "--minutes", paramLabel = "N", description = "No size and no round is begun when so many have gone by. Default: no limit.")
    private Optional<Integer> minutes = Optional.empty();

    int rounds() {
        return rounds;
    }

    int messages() {
        return messages;
    }

    int sessions() {
        return sessions;
    }

    int paced() {
        return paced;
    }

    double rate() {
        return rate;
    }

    int commands() {
        return commands;
    }

    int size() {
        return size;
    }

    int fillSize() {
        return fillSize;
    }

    int warmup() {
        return warmup;
    }

    /** @param usual if none are given */
    List<Long> sizes(List<Long> usual) {
        return sizes.isEmpty() ? usual.stream().filter(size -> size <= largest).toList() : sizes.stream().sorted().toList();
    }

    /** From now on. */
    TimeBudget budget() {
        return TimeBudget.of(minutes);
    }
}
