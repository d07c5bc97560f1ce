package org.sterna.platform.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.platform.drill.imap.ImapWire;
import org.sterna.platform.drill.imap.Response;
import org.sterna.platform.node.NodeProcess;

/**
 * What mail programs said to a node once, as {@link RecordingProxy} wrote it down, is said again: every command has the same end as then. The account has
 * the messages that {@link Corpus#sound} makes, so many as the first line of the record says.
 */
class RecordedClientsIT {
    private static final Pattern LINE = Pattern.compile("([CS])([0-9]+): ?(.*)");
    private static final Pattern TAGGED = Pattern.compile("(\\S+) (OK|NO|BAD)\\b.*");
    private static final Pattern VALIDITY = Pattern.compile("\\* OK \\[UIDVALIDITY ([0-9]+)\\].*");

    private static NodeProcess node;

    @BeforeAll
    static void start() throws IOException {
        node = NodeProcess.start("recorded", "sterna.limits.enabled=false");
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    private static List<String> record(String client) throws IOException {
        try (InputStream in = RecordedClientsIT.class.getResourceAsStream("/clients/" + client + ".txt")) {
            return new String(in.readAllBytes(), ISO_8859_1).lines().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mbsync", "offlineimap", "mutt", "roundcube", "thunderbird"})
    @Timeout(360)
    void eachCommandEndsAsItDid(String client) throws IOException {
        List<String> lines = record(client);
        Matcher head = Pattern.compile("# ([a-z]+), ([0-9]+) messages.*").matcher(lines.get(0));
        assertThat(head.matches()).as(lines.get(0)).isTrue();
        String address = node.accounts(head.group(1)).get(0);
        try (MailAccount account = MailAccount.open(node, address)) {
            account.create("Entw&APw-rfe");                  // mbsync's test has it on the server's side
            account.append("INBOX", Corpus.sound(Integer.parseInt(head.group(2))));
        }
        Map<String, ImapWire> wires = new HashMap<>();
        Map<String, String> validities = new HashMap<>();
        Set<String> open = new HashSet<>();
        try {
            for (String line : lines) {
                Matcher said = LINE.matcher(line);
                if (!said.matches()) {
                    continue;
                }
                ImapWire wire = wires.get(said.group(2));
                if (wire == null) {
                    wire = ImapWire.connect(new InetSocketAddress("127.0.0.1", node.port("imaps")), true);
                    wires.put(said.group(2), wire);
                    assertThat(wire.read().is("OK")).isTrue();
                }
                if (said.group(1).equals("C")) {
                    String text = said.group(3);
                    for (Map.Entry<String, String> each : validities.entrySet()) {
                        text = text.replace("(" + each.getKey() + " ", "(" + each.getValue() + " ");
                    }
                    wire.send(text + "\r\n");
                    open.add(said.group(2) + " " + text.split(" ", 2)[0]);
                } else if (isWaitedFor(said.group(2), said.group(3), open)) {
                    answered(wire, said.group(3), validities);
                } else {
                    note(said.group(3), validities);
                }
            }
        } finally {
            for (ImapWire each : wires.values()) {
                each.close();
            }
        }
    }

    /** Of what the server said only continuations and ends of commands are waited for; in between it may say what is new. */
    private static boolean isWaitedFor(String connection, String recorded, Set<String> open) {
        Matcher end = TAGGED.matcher(recorded);
        return recorded.equals("+") || recorded.startsWith("+ ") || end.matches() && open.remove(connection + " " + end.group(1));
    }

    private static void note(String recorded, Map<String, String> validities) {
        Matcher validity = VALIDITY.matcher(recorded);
        if (validity.matches()) {
            validities.putIfAbsent(validity.group(1), "");
        }
    }

    private static void answered(ImapWire wire, String recorded, Map<String, String> validities) throws IOException {
        Response response = wire.read();
        while (response.isUntagged()) {
            if (response.hasCode("UIDVALIDITY")) {
                String now = response.codeValues().get(0).text();
                validities.replaceAll((then, known) -> known.isEmpty() ? now : known);
            }
            response = wire.read();
        }
        String[] words = recorded.split(" ");
        assertThat(response.tag()).as(wire.history()).isEqualTo(words[0]);
        if (!response.isContinuation()) {
            assertThat(response.name()).as(wire.history()).isEqualTo(words[1]);
        }
    }
}
