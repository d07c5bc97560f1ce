package org.sterna.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The live objects of a JVM by class.
 *
 * @param octets    by name of the class
 * @param instances by name of the class
 */
record ClassHistogram(Map<String, Long> octets, Map<String, Long> instances) {
    private static final Pattern LINE = Pattern.compile("\\s*[0-9]+:\\s+([0-9]+)\\s+([0-9]+)\\s+(\\S+).*");

    /** Asks the JVM by {@code jcmd}, which collects its garbage first: what is left is live. Only for processes of the same user. */
    static ClassHistogram of(long pid) throws IOException {
        jcmd(pid, "GC.run");
        return parse(jcmd(pid, "GC.class_histogram"));
    }

    static ClassHistogram parse(String text) {
        Map<String, Long> octets = new LinkedHashMap<>();
        Map<String, Long> instances = new LinkedHashMap<>();
        text.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            octets.merge(line.group(3), Long.valueOf(line.group(2)), Long::sum);       // loaders may have one class each
            instances.merge(line.group(3), Long.valueOf(line.group(1)), Long::sum);
        });
        return new ClassHistogram(octets, instances);
    }

    long total() {
        return octets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The classes that take the most octets more than before, most first. */
    List<Entry<String, Long>> growth(ClassHistogram before, int most) {
        return octets.entrySet().stream()
                .map(each -> Map.entry(each.getKey(), each.getValue() - before.octets.getOrDefault(each.getKey(), 0L)))
                .filter(each -> each.getValue() > 0).sorted(Entry.<String, Long>comparingByValue().reversed()).limit(most).toList();
    }

    private static String jcmd(long pid, String command) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("jcmd " + pid + " " + command + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }
}
