package org.sterna.platform.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sterna.platform.admin.CommandLineInterface;
import org.sterna.platform.admin.DemoOptions;
import org.sterna.platform.admin.DrillOptions;
import org.sterna.platform.admin.NodeFunctions;
import org.sterna.platform.admin.StartOptions;

/** The README is short, and what it tells to type exists. */
class ReadmeTest {
    private static final int LONGEST = 80;
    /** A command in a line of its own; the second word counts where the first is a group of commands. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^    \\./sterna +([a-z]+)(?: +([a-z]+))?");
    private static final Set<String> GROUPS = Set.of("domain", "account", "route", "queue", "session");
    private static final Pattern FILE = Pattern.compile("`((?:[\\w.-]+/)+[\\w.-]+)`");

    private final String readme = Checkout.read(Checkout.home().resolve("README.md"));

    @Test
    void isReadInTwoMinutes() {
        assertThat(readme.lines().count()).isLessThan(LONGEST);
    }

    @Test
    void itsCommandsExist() {
        Set<List<String>> commands = COMMAND.matcher(readme).results()
                .map(found -> GROUPS.contains(found.group(1)) ? List.of(found.group(1), found.group(2)) : List.of(found.group(1))).collect(Collectors.toSet());
        assertThat(commands).contains(List.of("demo"), List.of("test"), List.of("start"), List.of("account", "add"));
        for (List<String> command : commands) {
            if (command.equals(List.of("test"))) {
                assertThat(Checkout.read(Checkout.home().resolve("sterna"))).contains("if [ \"${1-}\" = test ]");
            } else {
                assertThat(help(command)).as("./sterna %s --help", command).isZero();
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
        public int drill(DrillOptions options) {
            throw new AssertionError(options);
        }

        @Override
        public int release(Path data) {
            throw new AssertionError(data);
        }
    }
}
