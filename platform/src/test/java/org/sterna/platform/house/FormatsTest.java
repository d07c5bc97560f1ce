package org.sterna.platform.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/formats.md} names every table and every event. */
class FormatsTest {
    private static final Pattern TABLE = Pattern.compile("(?m)^ {16}([a-z_]+) \\(");
    private static final Pattern SAMPLE = Pattern.compile("(.+)-\\d+\\.bin");

    private final String formats = Checkout.read(Checkout.home().resolve("docs/formats.md"));

    @Test
    void everyTableIsDescribed() {
        Path schema = Checkout.home().resolve("persistence/src/main/java/org/sterna/persistence/store/cassandra/Schema.java");
        List<String> tables = TABLE.matcher(Checkout.read(schema)).results().map(found -> found.group(1)).toList();
        assertThat(tables).hasSizeGreaterThan(5).allSatisfy(table -> assertThat(formats).contains("| `" + table + "` |"));
    }

    @Test
    void everyEventIsNamed() throws IOException {
        try (Stream<Path> samples = Files.walk(Checkout.home().resolve("persistence/src/test/resources/samples"))) {
            List<String> events = samples.map(file -> SAMPLE.matcher(file.getFileName().toString())).filter(Matcher::matches)
                    .map(found -> found.group(1)).toList();
            assertThat(events).hasSizeGreaterThan(20).allSatisfy(event -> assertThat(formats).containsPattern("[ ,]" + event + "[ ,]"));
        }
    }
}
