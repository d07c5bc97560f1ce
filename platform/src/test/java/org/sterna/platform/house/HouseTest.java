package org.sterna.platform.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the house rules say of files, so that nobody needs to look for it in a review. */
class HouseTest {
    private static final int LONGEST_FILE_LINES = 700;
    /** Longer than they should be, until they are split. To stay empty. */
    private static final Set<String> TO_BE_SPLIT = Set.of();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void everyPackageSaysWhatItIs() {
        Set<Path> packages = Checkout.java("main").stream().map(Path::getParent).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).isNotEmpty().allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).isRegularFile()
                .content().contains("/**"));
    }

    @Test
    void noFileIsTooLongToRead() {
        Set<String> tooLong = Stream.of("main", "test").flatMap(tree -> Checkout.java(tree).stream())
                .filter(file -> Checkout.read(file).lines().count() > LONGEST_FILE_LINES)
                .map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        assertThat(tooLong).as("files of more than %d lines", LONGEST_FILE_LINES).isEqualTo(TO_BE_SPLIT);
    }

    @Test
    void noTestWaitsForTimeToPass() {
        tests().forEach(file -> assertThat(Checkout.read(file)).as(file.toString()).doesNotContain("Thread" + ".sleep", "TimeUnit.SECONDS" + ".sleep"));
    }

    @Test
    void noTestIsSwitchedOff() {
        tests().forEach(file -> assertThat(Checkout.read(file)).as(file.toString()).doesNotContain("@" + "Disabled"));
    }

    @Test
    void nothingIsLeftForLater() {
        Checkout.java("main").forEach(file -> assertThat(Checkout.read(file)).as(file.toString()).doesNotContain("TODO", "FIXME", "XXX"));
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() {
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Checkout.read(document));
            while (link.find()) {
                assertThat(document.getParent().resolve(link.group(1)).normalize()).as("link in %s", document).exists();
            }
        }
    }

    private static List<Path> tests() {
        List<Path> tests = Checkout.java("test");
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static List<Path> documents() {
        Path home = Checkout.home();
        List<Path> documents = new ArrayList<>(List.of(home.resolve("README.md"), home.resolve("ARCHITECTURE.md"), home.resolve("CONTRIBUTING.md")));
        try (Stream<Path> walk = Files.walk(home.resolve("docs"))) {
            walk.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents;
    }
}
