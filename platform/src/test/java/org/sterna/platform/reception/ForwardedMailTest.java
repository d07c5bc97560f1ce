package org.sterna.platform.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.delivery.TestQueue;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.protocols.address.Address;

/** Mail that an alias leads out of our domains, and the reports that come back. */
@ExtendWith(CassandraExtension.class)
class ForwardedMailTest {
    private static final String GONE = "gone@example.org";
    private static final String SMITH = "smith@example.com";
    private static final Pattern FROM = Pattern.compile("MAIL FROM:<([^>]*)>.*");
    private static ReceptionNode node;
    private static Listener listener;
    private static ScriptedHost outside;

    @BeforeAll
    static void start() throws IOException {
        node = ReceptionNode.start("alice@example.org");
        outside = new ScriptedHost(InetAddress.getByName("127.0.0.1"), 0, ScriptedHost::willing);
        node.alias(GONE, "friend@outside.example");
        node.change(new DirectoryEvent.RouteAdded("outside.example", "127.0.0.1:" + outside.port(), Instant.now()), TestQueue.DOMAIN);
        listener = node.listen(Service.SMTP);
    }

    @AfterAll
    static void stop() throws IOException {
        outside.close();
        node.close();
    }

    @Test
    void itLeavesWithASenderOfOursWhoseReportsGoOnToTheSender() throws Exception {
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            String reply = client.envelope(SMITH, GONE).data(dated());
            assertThat(node.await(reply, QueueEvent.RecipientRelayed.class, 1)).hasSize(1);
            Address rewritten = Address.parse(lastSender()).orElseThrow();
            assertThat(rewritten.toString()).matches("SRS0=[a-z2-7]{6}=[a-z2-7]{2}=example\\.com=smith@mail\\.example\\.org");
            assertThat(node.accepted(reply).reversePath()).as("whom we ourselves report to").isEqualTo(SMITH);
            String report = client.envelope("", rewritten.toString()).data(dated());
            assertThat(node.accepted(report).recipients()).singleElement().satisfies(addressee -> {
                assertThat(addressee.forwardPath()).isEqualTo(SMITH);
                assertThat(addressee.target()).isEqualTo(Target.Relay.to("example.com"));
            });
        }
    }

    @Test
    void aSenderOfOursStays() throws Exception {
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            String reply = client.envelope("alice@example.org", GONE).data(dated());
            assertThat(node.await(reply, QueueEvent.RecipientRelayed.class, 1)).hasSize(1);
            assertThat(lastSender()).isEqualTo("alice@example.org");
        }
    }

    @Test
    void nobodyWritesThroughARewrittenSender() throws Exception {
        String rewritten = TestQueue.REWRITING.rewrite(Address.parse(SMITH).orElseThrow(), Instant.now()).orElseThrow().toString();
        String old = TestQueue.REWRITING.rewrite(Address.parse(SMITH).orElseThrow(), Instant.now().minus(Duration.ofDays(30))).orElseThrow().toString();
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            assertThat(client.ask("MAIL FROM:<spam@example.net>\r\n")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<" + rewritten + ">\r\n")).startsWith("550 5.7.1 ");
            assertThat(client.ask("RSET\r\n")).startsWith("250 ");
            assertThat(client.ask("MAIL FROM:<>\r\n")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<" + rewritten.replace("=smith@", "=jones@") + ">\r\n")).startsWith("550 5.1.1 ");
            assertThat(client.ask("RCPT TO:<" + old + ">\r\n")).startsWith("550 5.1.1 ");
            assertThat(client.ask("RCPT TO:<" + rewritten + ">\r\n")).startsWith("250 ");
        }
    }

    private static String lastSender() throws InterruptedException {
        Matcher last = outside.conversation().stream().map(FROM::matcher).filter(Matcher::matches).reduce((first, second) -> second).orElseThrow();
        return last.group(1);
    }
}
