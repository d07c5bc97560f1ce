package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives small messages to a node's port for other servers, as a client of {@code sterna.relay.trusted-networks}, and asks the node about them. */
final class Dispatch {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern QUEUE_ID = Pattern.compile("queued as (\\S+)");

    private final NodeProcess node;

    Dispatch(NodeProcess node) {
        this.node = node;
    }

    /**
     * Sends one message.
     *
     * @param reversePath without angle brackets
     * @param subject     a word, which is in the Message-ID, too
     * @return its queue id
     */
    String send(String reversePath, String subject, String... forwardPaths) throws IOException {
        try (SmtpClient client = SmtpClient.hello(node.port("smtp"))) {
            client.expect("250", client.ask("MAIL FROM:<" + reversePath + ">"));
            for (String path : forwardPaths) {
                client.expect("250", client.ask("RCPT TO:<" + path + ">"));
            }
            client.expect("354", client.ask("DATA"));
            client.sendContent(content(subject));
            String reply = client.reply();
            client.expect("250", reply);
            client.ask("QUIT");
            Matcher id = QUEUE_ID.matcher(reply);
            if (!id.find()) {
                throw new AssertionError("no queue id in " + reply);
            }
            return id.group(1);
        }
    }

    static byte[] content(String subject) {
        return ("From: <smith@example.org>\r\nTo: <jones@example.com>\r\nSubject: " + subject + "\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\nMessage-ID: <"
                + subject + "@example.org>\r\n\r\ntext\r\n").getBytes(ISO_8859_1);
    }

    /** What happened to a message so far. */
    List<? extends Config> events(String id) {
        return node.list("queue", "show", id);
    }

    /** The detail of the first event of that name. */
    Optional<String> detail(String id, String event) {
        return events(id).stream().filter(each -> each.getString("event").equals(event)).map(each -> each.getString("detail")).findFirst();
    }

    /** Waits for an event; its detail. */
    String await(String id, String event) {
        try {
            Await.until(id + " " + event, PATIENCE, () -> detail(id, event).isPresent());
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; instead " + events(id), late);
        }
        return detail(id, event).orElseThrow();
    }
}
