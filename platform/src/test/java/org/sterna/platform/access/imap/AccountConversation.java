package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the tests of mailboxes, searches and notifications share: short ways to fill and to ask. */
abstract class AccountConversation extends ImapConversation {
    void play(String conversation) {
        client.play(conversation);
    }

    /** Sends a command of the tag {@code x}, and hands over the untagged responses to it; it must end with OK. */
    List<String> ask(String command) {
        client.send("x " + command + "\r\n");
        List<String> responses = new ArrayList<>();
        String line = client.line();
        for (; !line.startsWith("x "); line = client.line()) {
            responses.add(line);
        }
        assertThat(line).startsWith("x OK");
        return responses;
    }

    void select(String mailbox) {
        client.send("x SELECT " + mailbox + "\r\n");
        for (String line = client.line(); !line.startsWith("x OK"); line = client.line()) {
            assertThat(line).startsWith("* ");
        }
    }

    /** SELECT by another session. */
    void selectAlso(String session, String mailbox) {
        client.play("C" + session + ": x SELECT " + mailbox);
        client.skip(session, "x OK");
    }

    /** APPEND by another session, of a message that has nothing but header fields. */
    void appendAlso(String session, String mailbox, String fields) {
        client.play("C" + session + ": y APPEND " + mailbox + " {" + (fields.length() + 4) + "+}\nC" + session + ": "
                + fields.replace("\r\n", "\nC" + session + ": ") + "\nC" + session + ": \nC" + session + ": ");
        client.skip(session, "y OK");
    }

    void put(String mailbox, String message) {
        put(mailbox, "", message);
    }

    /** @param options flags and date, as in the command */
    void put(String mailbox, String options, String message) {
        String text = message.replace("\n", "\r\n");
        client.send("x APPEND " + mailbox + " " + options + (options.isEmpty() ? "" : " ") + "{" + text.getBytes(StandardCharsets.UTF_8).length + "+}\r\n"
                + new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) + "\r\n");
        String line = client.line();
        while (line.startsWith("* ")) {
            line = client.line();
        }
        assertThat(line).startsWith("x OK");
    }
}
