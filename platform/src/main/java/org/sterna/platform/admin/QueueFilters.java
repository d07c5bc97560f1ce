package org.sterna.platform.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which messages of the queue are meant. Texts are without case, and * in them stands for anything. */
final class QueueFilters {
    private static final Set<String> STATES = Set.of("ready", "deferred", "scheduled", "held");

    @Option(names = "--sender", paramLabel = "P", description = "Reverse-path, such as jones@example.org, *@example.org or '<>'.")
    private Optional<String> sender = Optional.empty();

    @Option(names = "--recipient", paramLabel = "P", description = "One of the recipients it still waits for.")
    private Optional<String> recipient = Optional.empty();

    @Option(names = "--domain", paramLabel = "D", description = "Domain of such a recipient.")
    private Optional<String> domain = Optional.empty();

    @Option(names = "--destination", paramLabel = "D", description = "Where it goes: a domain, or the next hop as host:port.")
    private Optional<String> destination = Optional.empty();

    @Option(names = "--state", paramLabel = "STATE", split = ",", description = "ready, deferred, scheduled or held; several with commas.")
    private List<String> states = new ArrayList<>();

    @Option(names = "--older", paramLabel = "T", description = "Accepted before that, such as 2h, 7d or 2026-03-01T12:00:00Z.")
    private Optional<String> older = Optional.empty();

    @Option(names = "--younger", paramLabel = "T", description = "Accepted since then.")
    private Optional<String> younger = Optional.empty();

    /** As the node reads them: ages as instants. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        add(words, "--sender", sender);
        add(words, "--recipient", recipient);
        add(words, "--domain", domain);
        add(words, "--destination", destination);
        if (!states.isEmpty()) {
            words.addAll(List.of("--state", String.join(",", states.stream().map(QueueFilters::state).toList())));
        }
        add(words, "--older", older.map(QueueFilters::time));
        add(words, "--younger", younger.map(QueueFilters::time));
        return words;
    }

    static void add(List<String> words, String name, Optional<String> value) {
        value.ifPresent(text -> words.addAll(List.of(name, text)));
    }

    private static String time(String text) {
        return Typed.since(text, Instant.now());
    }

    private static String state(String text) {
        String state = text.strip().toLowerCase(Locale.ROOT);
        if (!STATES.contains(state)) {
            throw new AdminException("'" + text + "' must be ready, deferred, scheduled or held");
        }
        return state;
    }
}
