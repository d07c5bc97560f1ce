package org.sterna.platform.destination;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Finds the first of many rules whose names fit, without asking one after the other. Names are in lower case. */
final class NameTable {
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> below = new HashMap<>();
    private int all = Integer.MAX_VALUE;

    /** @param names {@code example.com}, {@code *.example.com} or {@code .example.com} for what is below it, {@code *} for all */
    void add(List<String> names, int rule) {
        for (String name : names) {
            if (name.equals("*")) {
                all = Math.min(all, rule);
            } else if (name.startsWith("*.") || name.startsWith(".")) {
                below.merge(name.substring(name.indexOf('.') + 1), rule, Math::min);
            } else {
                exact.merge(name, rule, Math::min);
            }
        }
    }

    OptionalInt find(String name) {
        int found = Math.min(all, exact.getOrDefault(name, Integer.MAX_VALUE));
        if (!below.isEmpty()) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                found = Math.min(found, below.getOrDefault(name.substring(dot + 1), Integer.MAX_VALUE));
            }
        }
        return found == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(found);
    }
}
