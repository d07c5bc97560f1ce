package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ComparedPartTest {
    @Test
    void theBigOnesAreDoneOnlyWhenTheyAreAskedFor() {
        assertThat(ComparedPart.chosen(List.of(), false)).contains(ComparedPart.MEMORY).noneMatch(ComparedPart::isBig);
        assertThat(ComparedPart.chosen(List.of(), true)).containsExactly(ComparedPart.values());
        assertThat(ComparedPart.chosen(List.of("full-queue"), false)).containsExactly(ComparedPart.FULL_QUEUE);
    }

    @Test
    void theOrderIsAlwaysTheSame() {
        assertThat(ComparedPart.chosen(List.of("pop3", "relay"), false)).containsExactly(ComparedPart.RELAY, ComparedPart.POP3);
    }

    @Test
    void anUnknownOneIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> ComparedPart.chosen(List.of("relay", "moon"), false)).withMessageContaining("no scenario moon");
    }

    @Test
    void eachCanBeMade() {
        for (ComparedPart part : ComparedPart.values()) {
            assertThat(part.scenario(ComparedAmounts.quick(1, 1), 26)).as(part.word()).isNotNull();
        }
    }

    @Test
    void theHelpNamesAll() {
        StringWriter printed = new StringWriter();
        CommandLine line = new CommandLine(new Comparison()).setUsageHelpWidth(10_000).setOut(new PrintWriter(printed));
        assertThat(line.execute("--help")).isZero();
        assertThat(printed.toString()).contains(ComparedPart.words());
    }

    @Test
    void aWrongNameIsAskedBackBeforeAnythingStarts() {
        StringWriter printed = new StringWriter();
        assertThat(new CommandLine(new Comparison()).setErr(new PrintWriter(printed)).execute("--only", "moon")).isEqualTo(2);
        assertThat(printed.toString()).contains("no scenario moon");
    }

    @Test
    void accountsOfAllKindsHaveTheSamePassword() {
        assertThat(ComparedAccounts.lines(2)).contains("u99@bench.test " + ScaleNode.PASSWORD, "box1@bench.test " + ScaleNode.PASSWORD)
                .doesNotContain("box2@bench.test " + ScaleNode.PASSWORD).doesNotHaveDuplicates();
    }

    @Test
    void aScriptTellsOfItsProcess() throws IOException {
        assertThat(PostfixAndDovecot.pid("--imap 127.0.0.1:14143 --lmtp 127.0.0.1:14024 --pids 4711\n")).isEqualTo(4711);
        assertThatIOException().isThrownBy(() -> PostfixAndDovecot.pid("postfix: port 14025 is taken")).withMessageContaining("14025");
    }

    @Test
    void theFirstProcessorIsNamed() {
        assertThat(Versions.processor("processor\t: 0\nmodel name\t: A fast one @ 3 GHz\nmodel name\t: Another\n")).contains("A fast one @ 3 GHz");
        assertThat(Versions.processor("")).isEmpty();
    }
}
