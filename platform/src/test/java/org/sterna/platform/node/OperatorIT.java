package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.admin.AdminClient;
import org.sterna.platform.admin.AdminResult;

/** What an operator sees and does, on a node whose next hops do not exist. Messages of the tests differ by their destinations. */
class OperatorIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static NodeProcess node;
    private static String user;

    @BeforeAll
    static void start() throws IOException {
        node = NodeProcess.start("operator", "sterna.queue.delay-notice=1h");
        user = node.accounts("smith").get(0);
        for (String domain : List.of("dead.test", "held.test", "frozen.test")) {
            node.admin("route", "add", domain, "127.0.0.1:" + NodeProcess.freePort());
        }
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    private static void submit(String subject, String to) throws IOException {
        byte[] message = ("From: <" + user + ">\r\nTo: <" + to + ">\r\nSubject: " + subject + "\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\nMessage-ID: <"
                + subject + "@example.org>\r\n\r\ntext\r\n").getBytes(ISO_8859_1);
        try (SmtpClient client = SmtpClient.submission(node.port("submission"), user, NodeProcess.PASSWORD)) {
            client.expect("250", client.transaction(user, to, message));
            client.ask("QUIT");
        }
    }

    private static List<? extends Config> waiting(String domain, String state) {
        return node.list("queue", "list", "--domain", domain, "--state", state);
    }

    private static String id(Config line) {
        return line.getString("id");
    }

    @Test
    @Timeout(1200)
    void aMessageIsTracedThroughACrash() throws IOException {
        submit("traced", "jones@dead.test");
        Await.until("an attempt has failed", PATIENCE, () -> !waiting("dead.test", "deferred").isEmpty());
        String id = id(waiting("dead.test", "deferred").get(0));
        Await.until("the first attempt is over", PATIENCE, () -> node.admin("trace", id).contains("now: waits in slice "));
        assertThat(node.admin("trace", "<Traced@example.org>")).startsWith("message " + id + "\n").contains("accepted from <smith@example.org>, ")
                .contains("submission from 127.0.0.1:", "account smith@example.org", "Received: from ", "  <jones@dead.test>\n", "deferred  ")
                .contains("now: waits in slice ");
        assertThat(node.admin("trace", id)).isEqualTo(node.admin("trace", "JONES@dead.test"));
        node.kill9();
        node.start();
        assertThat(node.admin("trace", "jones@dead.test")).startsWith("message " + id + "\n");
        node.admin("queue", "bounce", id, "--because", "no such place");
        Await.until("it is given up", PATIENCE, () -> node.admin("trace", id).contains("now: finished"));
        assertThat(node.admin("trace", id)).contains("failed  ", "no such place", "report queued  failure ", "  | message ", "  |     is a report about message " + id);
    }

    @Test
    @Timeout(1200)
    void manyAreHeldAndReleasedAndRemoved() throws IOException {
        for (int i = 0; i < 20; i++) {
            submit("held" + i, "jones" + i + "@held.test");
        }
        Await.until("all wait", PATIENCE, () -> node.list("queue", "list", "--domain", "held.test").stream()
                .filter(line -> !line.getString("state").equals("active")).count() == 20);
        assertThat(node.admin("queue", "hold", "--domain", "held.test")).isEqualTo("20 messages held");
        Await.until("those are held, too, that were being tried", PATIENCE, () -> waiting("held.test", "held").size() == 20);
        assertThat(node.admin("queue", "count", "--domain", "held.test", "--by", "state")).contains("held       20");
        assertThat(node.admin("queue", "show", id(waiting("held.test", "held").get(0)))).contains("held until it is released");
        assertThat(node.admin("queue", "release", id(waiting("held.test", "held").get(0)))).isEqualTo("1 message released");
        assertThat(waiting("held.test", "held")).hasSize(19);
        assertThat(node.admin("queue", "remove", "--recipient", "jones1?@held.test")).isEqualTo("0 messages removed");
        assertThat(node.admin("queue", "remove", "--recipient", "jones1*@held.test")).isEqualTo("11 messages removed");
        Await.until("it is gone", PATIENCE, () -> node.admin("trace", "jones11@held.test").contains("now: finished"));
        assertThat(node.admin("trace", "jones11@held.test")).contains("removed  by an operator");
        Await.until("all eleven are gone", PATIENCE, () -> node.list("queue", "list", "--domain", "held.test").size() == 9);
        List<String> told = new ArrayList<>();
        AdminResult rest = AdminClient.call(node.data(), List.of("queue", "remove", "--domain", "held.test"), "", told::add);
        assertThat(rest).isEqualTo(AdminResult.done("9 messages removed"));
        Await.until("all are gone", PATIENCE, () -> node.list("queue", "list", "--domain", "held.test").isEmpty());
    }

    @Test
    @Timeout(1200)
    void aFrozenDestinationStaysFrozen() throws IOException {
        submit("before", "jones@frozen.test");
        Await.until("it waits", PATIENCE, () -> !waiting("frozen.test", "ready,deferred").isEmpty());
        String destination = waiting("frozen.test", "ready,deferred").get(0).getString("destination");
        assertThat(node.admin("destination", "freeze", destination, "--reason", "they are moving")).startsWith(destination + " is frozen");
        assertThat(node.admin("destination", "show", destination)).contains("frozen since ", ": they are moving", "1 messages wait for it");
        node.kill9();
        node.start();
        assertThat(node.admin("destination", "list")).containsPattern(destination + "  frozen since [^ ]+: they are moving");
        AdminResult refused = AdminClient.call(node.data(), List.of("destination", "retry", destination), "");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.error()).contains("they are moving; thaw it first");
        node.admin("destination", "thaw", destination);
        assertThat(node.admin("destination", "show", destination)).doesNotContain("frozen");
        assertThat(node.admin("destination", "retry", destination)).isEqualTo("1 message made due");
        node.admin("queue", "remove", "--domain", "frozen.test");
    }

    @Test
    @Timeout(300)
    void settingsAreReadAgain() {
        assertThat(node.admin("reload")).isEqualTo("nothing has changed of what can be changed while running");
    }
}
