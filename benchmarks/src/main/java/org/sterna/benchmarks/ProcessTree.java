package org.sterna.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Processes with all their descendants, as Linux shows them in {@code /proc} (proc(5)). Of ended descendants those are counted whose
 * parent is still one of the tree and has waited for them; a daemon that left the tree has to be named itself.
 */
final class ProcessTree {
    /** USER_HZ, which is 100 wherever Java runs on Linux. */
    private static final long NANOS_PER_TICK = 10_000_000;

    /** @param ticks user and system time, of itself and of ended children it has waited for */
    private record Stat(long pid, long parent, long ticks) { }

    private final Set<Long> roots;

    ProcessTree(Collection<Long> roots) {
        this.roots = Set.copyOf(roots);
    }

    /**
     * Processor time used so far, with the resolution of a hundredth of a second for each process.
     *
     * @throws IOException if one of the roots does not run
     */
    Duration processorTime() throws IOException {
        long ticks = 0;
        for (Stat stat : tree()) {
            ticks += stat.ticks();
        }
        return Duration.ofNanos(ticks * NANOS_PER_TICK);
    }

    /**
     * Octets of memory that all of them take from the machine: what several share is counted once ({@code Pss}), what is swapped out is counted, too.
     *
     * @throws IOException if one of the roots does not run
     */
    long memoryOctets() throws IOException {
        long octets = 0;
        for (Stat stat : tree()) {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/" + stat.pid() + "/smaps_rollup"))) {
                    if (line.startsWith("Pss:") || line.startsWith("SwapPss:")) {
                        octets += Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                    }
                }
            } catch (IOException ended) {
                if (Files.exists(Path.of("/proc/" + stat.pid())) && roots.contains(stat.pid())) {
                    throw ended;
                }
            }
        }
        return octets;
    }

    /** How many there are. */
    int count() throws IOException {
        return tree().size();
    }

    private List<Stat> tree() throws IOException {
        Map<Long, Stat> all = stats();
        Map<Long, Set<Long>> children = new HashMap<>();
        all.values().forEach(stat -> children.computeIfAbsent(stat.parent(), unused -> new HashSet<>()).add(stat.pid()));
        Set<Long> counted = new HashSet<>();
        Deque<Long> open = new ArrayDeque<>(roots);
        List<Stat> tree = new ArrayList<>();
        while (!open.isEmpty()) {
            long pid = open.remove();
            if (!counted.add(pid)) {
                continue;
            }
            if (!all.containsKey(pid)) {
                throw new IOException("there is no process " + pid);
            }
            tree.add(all.get(pid));
            open.addAll(children.getOrDefault(pid, Set.of()));
        }
        return tree;
    }

    /** Resident octets of one process; {@code VmRSS}. */
    static long residentOctets(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("process " + pid + " has no VmRSS");
    }

    private static Map<Long, Stat> stats() throws IOException {
        Map<Long, Stat> stats = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    Stat stat = parse(Files.readString(process.resolve("stat")));
                    stats.put(stat.pid(), stat);
                } catch (NoSuchFileException gone) {
                    continue;                                // it ended in between
                } catch (IOException e) {
                    if (Files.exists(process)) {             // reading a process that ends says ESRCH
                        throw e;
                    }
                }
            }
        }
        return stats;
    }

    /** The name, in parentheses, may hold anything; fields are counted behind it. */
    private static Stat parse(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ");
        long ticks = 0;
        for (int field = 11; field <= 14; field++) {         // utime, stime, cutime, cstime
            ticks += Long.parseLong(fields[field]);
        }
        return new Stat(Long.parseLong(line.substring(0, line.indexOf(' '))), Long.parseLong(fields[1]), ticks);
    }
}
