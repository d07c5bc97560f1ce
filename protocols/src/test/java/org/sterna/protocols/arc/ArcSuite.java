package org.sterna.protocols.arc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sterna.protocols.dkim.KeyZone;
import org.yaml.snakeyaml.Yaml;

/** Reads the suite's files (see ORIGIN.md beside them). */
final class ArcSuite {
    private static final Path FOLDER = Path.of("src/test/resources/arc-suite");

    /** @param scenario with the keys of all its cases */
    record Case(String name, Map<String, Object> values, Map<String, Object> scenario) {
        byte[] message() {
            return text("message").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        }

        /** A value, or nothing. */
        String text(String key) {
            return String.valueOf(values.getOrDefault(key, ""));
        }

        @SuppressWarnings("unchecked")
        KeyZone zone() {
            KeyZone zone = new KeyZone();
            ((Map<String, String>) scenario.get("txt-records")).forEach((name, record) -> zone.with(name, record == null ? "" : record));
            return zone;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private ArcSuite() { }

    @SuppressWarnings("unchecked")
    static List<Case> read(String file) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (Object document : new Yaml().loadAll(distinct(Files.readString(FOLDER.resolve(file))))) {
            Map<String, Object> scenario = (Map<String, Object>) document;
            ((Map<String, Object>) scenario.get("tests")).forEach((name, values) -> cases.add(new Case(name, (Map<String, Object>) values, scenario)));
        }
        return cases;
    }

    /** Four names stand twice in the file; a YAML reader would keep the second only. */
    private static String distinct(String yaml) {
        Set<String> names = new HashSet<>();
        StringBuilder out = new StringBuilder();
        yaml.lines().forEach(line -> {
            boolean repeated = line.matches(" {2}[a-z0-9_]+: *") && !names.add(line.strip());
            out.append(repeated ? line.replace(":", "_again:") : line).append('\n');
        });
        return out.toString();
    }
}
