package org.sterna.platform.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/rfc.tsv}: every RFC the code cites, with what of it is done. */
class RfcListTest {
    private static final Pattern CITATION = Pattern.compile("\\bRFC (\\d+)\\b");
    private static final Set<String> STATUS = Set.of("Yes", "Partial", "Roadmap", "No");

    private final List<String> lines = Checkout.read(Checkout.home().resolve("docs/rfc.tsv")).lines().filter(line -> !line.startsWith("#")).toList();

    @Test
    void everyLineHasANumberATitleAStatusAndWhatItMeans() {
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            assertThat(fields).as(line).hasSize(4).allSatisfy(field -> assertThat(field).isNotBlank().isEqualTo(field.strip()));
            assertThat(fields[0]).as(line).matches("[1-9]\\d{0,4}");
            assertThat(fields[2]).as(line).isIn(STATUS);
            assertThat(fields[3]).as(line).endsWith(".");
        }
    }

    @Test
    void theNumbersAreInOrderAndEachStandsOnce() {
        List<Integer> numbers = lines.stream().map(line -> Integer.valueOf(line.split("\t")[0])).toList();
        assertThat(numbers).isEqualTo(numbers.stream().distinct().sorted().toList());
    }

    @Test
    void everyRfcThatTheCodeCitesIsListed() {
        Set<String> listed = lines.stream().map(line -> line.split("\t")[0]).collect(Collectors.toSet());
        TreeMap<String, Path> missing = new TreeMap<>();
        for (Path file : Checkout.sources("main")) {
            CITATION.matcher(Checkout.read(file)).results().map(MatchResult::group).map(citation -> citation.substring("RFC ".length()))
                    .filter(number -> !listed.contains(number)).forEach(number -> missing.put(number, file));
        }
        assertThat(missing).isEmpty();
    }

    /** The form that can be searched for: RFC 5321 section 4.1.1.4. */
    @Test
    void citationsHaveOneForm() {
        Pattern other = Pattern.compile("\\b(RFC\\d{4}|RFC-\\d|rfc \\d|RFC \\d+,? ?(§|sect\\.|sec\\.))|RFC \\d+, section");
        assertThat(Checkout.java("main")).allSatisfy(file -> assertThat(other.matcher(Checkout.read(file)).results().map(MatchResult::group)).isEmpty());
    }
}
