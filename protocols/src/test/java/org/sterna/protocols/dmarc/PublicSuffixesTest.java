package org.sterna.protocols.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PublicSuffixesTest {
    private static final Pattern VECTOR = Pattern.compile("(?m)^checkPublicSuffix\\('([^']+)', (?:'([^']+)'|null)\\);");

    private final PublicSuffixes suffixes = PublicSuffixes.bundled();

    @TestFactory
    Stream<DynamicTest> theVectorsOfTheList() throws IOException {
        var vectors = VECTOR.matcher(resource("/dmarc/public-suffix/test_psl.txt")).results().toList();
        assertThat(vectors).hasSizeGreaterThan(70);
        return vectors.stream().map(vector -> DynamicTest.dynamicTest(vector.group(1), () -> check(vector)));
    }

    private void check(MatchResult vector) {
        Optional<String> expected = Optional.ofNullable(vector.group(2)).map(PublicSuffixes::ascii);
        assertThat(suffixes.organizationalDomain(vector.group(1))).isEqualTo(expected);
    }

    @Test
    void everyRuleOfTheListIsRead() throws IOException {
        long rules = resource("/org/sterna/protocols/dmarc/public_suffix_list.dat").lines()
                .filter(line -> !line.isBlank() && !line.startsWith("//")).map(PublicSuffixes::ascii).distinct().count();
        assertThat(rules).isGreaterThan(9000);
        assertThat(suffixes.size()).isEqualTo((int) rules);
    }

    @Test
    void whatIsNoNameHasNoOrganization() {
        for (String name : new String[] {"", ".", "..", "a..example.com", ".com", " "}) {
            assertThat(suffixes.organizationalDomain(name)).as(name).isEmpty();
        }
        assertThat(suffixes.organizationalDomain("a_b._x.example.co.uk.")).contains("example.co.uk");
        assertThat(suffixes.organizationalDomain("a.".repeat(100_000) + "example.com")).isEmpty();
        assertThat(suffixes.organizationalDomain("a.".repeat(120) + "example.com")).contains("example.com");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PublicSuffixesTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
