package org.sterna.platform.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sterna.platform.admin.CommandLineInterface;
import org.sterna.platform.admin.DemoOptions;
import org.sterna.platform.admin.NodeFunctions;
import org.sterna.platform.admin.StartOptions;

/** The README is short, and what it tells to type exists. */
class ReadmeTest {
    private static final int LONGEST = 80;
    /** A command in a line of its own: the words behind ./sterna, as far as they are lower case. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^    \\./sterna((?: +[a-z]+(?= |$))+)");
    private static final Pattern FILE = Pattern.compile("`((?:[\\w.-]+/)+[\\w.-]+)`");

    private final String readme = Checkout.read(Checkout.home().resolve("README.md"));

    @Test
    void isReadInTwoMinutes() {
        assertThat(readme.lines().count()).isLessThan(LONGEST);
    }

    @Test
    void itsCommandsExist() {
        List<String> commands = COMMAND.matcher(readme).results().map(MatchResult::group).map(line -> line.strip().substring("./sterna ".length())).toList();
        assertThat(commands).anyMatch(command -> command.startsWith("demo")).anyMatch(command -> command.startsWith("test"))
                .anyMatch(command -> command.startsWith("start"));
        for (String command : commands) {
            List<String> words = List.of(command.strip().split(" +"));
            if (words.get(0).equals("test")) {
                assertThat(Checkout.read(Checkout.home().resolve("sterna"))).contains("if [ \"${1-}\" = test ]");
            } else {
                boolean group = List.of("domain", "account", "route", "queue", "session").contains(words.get(0));
                assertThat(help(words.subList(0, group ? 2 : 1))).as("./sterna %s --help", command).isZero();
            }
        }
    }

    @Test
    void itsFilesExist() {
        assertThat(FILE.matcher(readme).results().map(found -> found.group(1)).toList()).isNotEmpty()
                .allSatisfy(file -> assertThat(Path.of(Checkout.home().toString(), file)).exists());
    }

    private static int help(List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        arguments.add("--help");
        PrintStream before = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try {
            return CommandLineInterface.run(arguments.toArray(String[]::new), new NoNode());
        } finally {
            System.setOut(before);
        }
    }

    /** Nothing is to be run. */
    private static final class NoNode implements NodeFunctions {
        @Override
        public int start(StartOptions options) {
            throw new AssertionError(options);
        }

        @Override
        public int demo(DemoOptions options) {
            throw new AssertionError(options);
        }

        @Override
        public int release(Path data) {
            throw new AssertionError(data);
        }
    }
}
