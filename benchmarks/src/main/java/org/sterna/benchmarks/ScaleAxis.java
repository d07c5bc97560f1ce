package org.sterna.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What grows. */
enum ScaleAxis {
    MAILBOX("messages in the mailbox", powers(1, 1_000_000)),
    QUEUE("messages that wait for a dead destination", withZero(powers(1, 1_000_000))),
    ACCOUNTS("accounts", powers(10, 1_000_000)),
    CONNECTIONS("idle IMAP connections with TLS", withZero(Stream.concat(powers(10, 10_000).stream(), Stream.of(20_000L)).toList()));

    private final String title;
    private final List<Long> sizes;

    ScaleAxis(String title, List<Long> sizes) {
        this.title = title;
        this.sizes = sizes;
    }

    private static List<Long> powers(long first, long last) {
        return LongStream.iterate(first, size -> size <= last, size -> 10 * size).boxed().toList();
    }

    private static List<Long> withZero(List<Long> sizes) {
        return Stream.concat(Stream.of(0L), sizes.stream()).toList();
    }

    /** Of the charts' axis. */
    String title() {
        return title;
    }

    /** Ascending. */
    List<Long> sizes() {
        return sizes;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    ScaleSubject in(ScaleNode node, ScaleLoad load, ScaleOptions options) throws IOException {
        return switch (this) {
            case MAILBOX -> new GrowingMailbox(node, load, options);
            case QUEUE -> new GrowingQueue(node, load);
            case ACCOUNTS -> new GrowingDirectory(node, load, options);
            case CONNECTIONS -> new GrowingConnections(node, load, options);
        };
    }
}
