package org.sterna.platform.drill.traffic;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The accounts of a drill.
 *
 * @param users  whose mail is read, flagged and moved by a client of each, and watched by another
 * @param probes of which each is asked all the time, so that they should be on many shards
 */
public record Directory(List<String> users, List<String> probes) {
    public static final String DOMAIN = "drill.example";
    /** Whose name all mail is sent in; what is returned to it was refused after it had been accepted. */
    public static final String SENDER = "sender@" + DOMAIN;
    public static final String PASSWORD = "a-secret-that-all-share";
    /** Of the sink. */
    public static final String OUTSIDE = "outside.example";

    public Directory {
        users = List.copyOf(users);
        probes = List.copyOf(probes);
    }

    public static Directory of(int users, int probes) {
        return new Directory(numbered("user", users), numbered("probe", probes));
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(index -> name + index + "@" + DOMAIN).toList();
    }

    public List<String> all() {
        return Stream.of(users, probes, List.of(SENDER)).flatMap(List::stream).toList();
    }

    /** What {@code account import} reads. */
    public String importLines() {
        return all().stream().map(address -> address + " " + PASSWORD + "\n").collect(Collectors.joining());
    }
}
