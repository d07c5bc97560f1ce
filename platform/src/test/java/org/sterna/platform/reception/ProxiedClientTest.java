package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ProxyProtocol;

/** SMTP behind a load balancer that speaks the PROXY protocol: everything goes by the announced client. */
@ExtendWith(CassandraExtension.class)
class ProxiedClientTest {
    private static final String ALICE = "alice@example.org";
    private static ReceptionNode node;

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Listener listen(String... sets) {
        return node.listen(Service.SMTP, bind -> bind.withProxyProtocol(new ProxyProtocol(InetAddress::isLoopbackAddress, Duration.ofSeconds(10))), sets);
    }

    private static SmtpClient announced(Listener listener, String address) throws IOException {
        SmtpClient client = SmtpClient.connect(listener);
        client.send("PROXY TCP4 " + address + " 198.51.100.1 56324 25\r\n");
        return client;
    }

    @Test
    void theReceivedFieldAndTheLogNameTheAnnouncedClient() throws IOException {
        try (SmtpClient client = announced(listen(), "192.0.2.1")) {
            assertThat(client.reply()).startsWith("220 ");
            client.ask(SmtpClient.EHLO);
            assertThat(new String(node.accepted(client.envelope("", ALICE).data(dated())).prefix(), ISO_8859_1))
                    .contains("\r\nReceived: from client.example.net ([192.0.2.1])\r\n");
            client.ask("QUIT\r\n");
            assertThat(node.session("192.0.2.1:56324", "198.51.100.1:25").get(0)).isInstanceOfSatisfying(SessionEvent.Opened.class,
                    opened -> assertThat(opened.local()).isEqualTo("198.51.100.1:25"));
        }
    }

    @Test
    void limitsCountTheAnnouncedClient() throws IOException {
        Listener listener = listen("sterna.limits.network.concurrent-connections=reject 1");
        try (SmtpClient one = announced(listener, "192.0.2.1"); SmtpClient two = announced(listener, "192.0.2.2")) {
            assertThat(one.reply()).startsWith("220 ");
            assertThat(two.reply()).startsWith("220 ");
            try (SmtpClient third = announced(listener, "192.0.2.1")) {
                assertThat(third.reply()).startsWith("421 4.7.0 Too many connections from 192.0.2.1 (");
            }
        }
    }

    @Test
    void listsAndRightsGoByTheAnnouncedClient() throws IOException {
        Listener listener = listen("sterna.policy.lists.deny.networks=[192.0.2.7]", "sterna.relay.trusted-networks=[192.0.2.1]");
        try (SmtpClient denied = announced(listener, "192.0.2.7"); SmtpClient trusted = announced(listener, "192.0.2.1");
                SmtpClient other = announced(listener, "192.0.2.2")) {
            assertThat(denied.reply()).startsWith("554 5.7.1 ");
            assertThat(trusted.reply()).startsWith("220 ");
            trusted.ask(SmtpClient.EHLO);
            trusted.envelope("", "friend@outside.example");
            other.reply();
            other.ask(SmtpClient.EHLO);
            other.envelope("");
            assertThat(other.ask("RCPT TO:<friend@outside.example>\r\n")).startsWith("550 5.7.1 ");
        }
    }

    @Test
    void xclientIsForProxiesByTheirAnnouncedAddress() throws IOException {
        Listener listener = listen("sterna.smtp.extensions.xclient-networks=[127.0.0.0/8]");
        try (SmtpClient client = announced(listener, "192.0.2.1")) {
            client.reply();
            client.ask(SmtpClient.EHLO);
            assertThat(client.ask("XCLIENT ADDR=192.0.2.9\r\n")).startsWith("500 ");
        }
    }
}
