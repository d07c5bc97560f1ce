package org.sterna.platform.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command as it was sent: words, then options, each followed by its value if it has one.
 *
 * @param plain   the words before the first option
 * @param options by their names, with the two dashes; those without value have an empty one
 */
record Words(List<String> plain, Map<String, String> options) {
    private static final Set<String> FLAGS = Set.of("--json", "--all", "--repair", "--hashed", "--impersonate", "--no-impersonate");

    Words {
        plain = List.copyOf(plain);
        options = Map.copyOf(options);
    }

    static Words of(List<String> command) {
        List<String> plain = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < command.size(); i++) {
            String word = command.get(i);
            if (!word.startsWith("--")) {
                plain.add(word);
            } else if (FLAGS.contains(word) || i + 1 == command.size()) {
                options.put(word, "");
            } else {
                options.put(word, command.get(++i));
            }
        }
        return new Words(plain, options);
    }

    /** The plain words from this one on. */
    List<String> from(int index) {
        return plain.size() <= index ? List.of() : plain.subList(index, plain.size());
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    boolean has(String name) {
        return options.containsKey(name);
    }
}
