package org.sterna.platform.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.node.NodeProcess;

/** Thunderbird of Debian's packages, without a display, driven through its remote control by {@code clients/thunderbird.py}. */
class ThunderbirdIT {
    private static NodeProcess node;

    @BeforeAll
    static void start() throws IOException {
        assertThat(Program.isInstalled("thunderbird") && Program.isInstalled("python3")).as("Thunderbird is installed (apt-get install thunderbird python3)")
                .isTrue();
        node = NodeProcess.start("thunderbird", "sterna.limits.enabled=false");
        node.accounts("thunderbird");
    }

    @AfterAll
    static void end() throws IOException {
        RecordingProxy.end("thunderbird");
        if (node != null) {
            node.close();
        }
    }

    @Test
    @Timeout(600)
    void aUserReadsFlagsFilesDeletesAndSearches() throws IOException {
        List<String> corpus = Corpus.sound(20);
        try (Program program = new Program("thunderbird"); MailAccount account = MailAccount.open(node, "thunderbird@example.org");
                InputStream script = ThunderbirdIT.class.getResourceAsStream("/clients/thunderbird.py")) {
            account.append("INBOX", corpus);
            Path file = Files.write(program.home().resolve("thunderbird.py"), script.readAllBytes());
            Program.Said said = program.run(List.of("python3", file.toString(), program.home().resolve("profile").toString(),
                    Integer.toString(NodeProcess.freePort()), Integer.toString(RecordingProxy.imaps(node)), "thunderbird@example.org", NodeProcess.PASSWORD));
            assertThat(said.output()).as(said.output()).endsWith("all is well\n").contains("inbox: 20", "bodies: 20");

            assertThat(account.messages("Filed").values()).containsExactlyElementsOf(corpus.subList(4, 8));
            Map<Long, Set<String>> flags = account.flags("INBOX");
            assertThat(flags.keySet()).containsExactly(1L, 2L, 3L, 4L, 9L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
            assertThat(List.of(1L, 2L, 3L)).allSatisfy(uid -> assertThat(flags.get(uid)).contains("\\flagged"));
            assertThat(List.of(18L, 19L, 20L)).allSatisfy(uid -> assertThat(flags.get(uid)).contains("\\seen"));
            assertThat(flags.get(4L)).doesNotContain("\\flagged", "\\seen");
        }
    }
}
