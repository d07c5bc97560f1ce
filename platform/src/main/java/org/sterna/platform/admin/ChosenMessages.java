package org.sterna.platform.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Messages an operation is for: by their names, by filters, or all. Nothing is asked, so nothing is guessed either. */
final class ChosenMessages {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "Queue ids, as queue list shows them.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All that wait.")
    private boolean all;

    @Mixin
    private QueueFilters filters;

    /** @param reason part of why they wait */
    List<String> words(Optional<String> reason) {
        List<String> found = filters.words();
        QueueFilters.add(found, "--reason", reason);
        if (ids.isEmpty() && !all && found.isEmpty()) {
            throw new AdminException("which messages? Give queue ids, filters such as --destination example.org, or --all");
        }
        if (!ids.isEmpty() && (all || !found.isEmpty())) {
            throw new AdminException("give queue ids or filters, not both");
        }
        if (all && !found.isEmpty()) {
            throw new AdminException("give filters or --all, not both");
        }
        List<String> words = new ArrayList<>(ids);
        words.addAll(found);
        if (all) {
            words.add("--all");
        }
        return words;
    }
}
