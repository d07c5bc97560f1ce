package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.connection.Listener;

/** A proxy says for whom it speaks; from others XCLIENT is no command. */
@ExtendWith(CassandraExtension.class)
class XclientTest {
    private static final String ALICE = "alice@example.org";
    private static final String OUTSIDE = "friend@outside.example";
    private static final String PROXIES = "sterna.smtp.extensions.xclient-networks=[127.0.0.0/8]";
    private static ReceptionNode node;

    @BeforeAll
    static void start() {
        node = ReceptionNode.start(ALICE);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static SmtpClient speakingFor(Listener listener, String attributes) throws IOException {
        SmtpClient proxy = SmtpClient.greeted(listener);
        assertThat(proxy.ask("XCLIENT " + attributes + "\r\n")).startsWith("220 mail.example.org ");
        assertThat(proxy.ask("EHLO far.example.com\r\n")).startsWith("250 ");
        return proxy;
    }

    @Test
    void nobodyElseMayUseIt() throws IOException {
        Listener listener = node.listen(Service.SMTP, "sterna.smtp.extensions.xclient-networks=[192.0.2.0/24]");
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            client.send(SmtpClient.EHLO);
            assertThat(client.lines()).noneMatch(line -> line.contains("XCLIENT"));
            assertThat(client.ask("XCLIENT ADDR=192.0.2.1\r\n")).startsWith("500 ");
            QueueEvent.MessageAccepted accepted = node.accepted(client.envelope(ALICE, ALICE).data(dated()));
            assertThat(new String(accepted.prefix(), ISO_8859_1)).contains("from client.example.net ([127.0.0.1])");
            client.ask("QUIT\r\n");
            assertThat(node.session(client)).noneMatch(SessionEvent.ClientAssumed.class::isInstance);
        }
    }

    @Test
    void theReceivedFieldAndTheLogNameTheClientBehindTheProxy() throws IOException {
        Listener listener = node.listen(Service.SMTP, PROXIES);
        try (SmtpClient proxy = SmtpClient.greeted(listener)) {
            proxy.send(SmtpClient.EHLO);
            assertThat(proxy.lines()).anyMatch(line -> line.startsWith("250-XCLIENT NAME ADDR") || line.startsWith("250 XCLIENT NAME ADDR"));
        }
        try (SmtpClient proxy = speakingFor(listener, "ADDR=192.0.2.1 PORT=4711 NAME=[UNAVAILABLE] PROTO=ESMTP HELO=far.example.com")) {
            QueueEvent.MessageAccepted accepted = node.accepted(proxy.envelope(ALICE, ALICE).data(dated()));
            assertThat(new String(accepted.prefix(), ISO_8859_1))
                    .contains("\r\n\tclient-ip=192.0.2.1;\r\n", "\r\nReceived: from far.example.com ([192.0.2.1])\r\n");
            assertThat(accepted.account()).isEmpty();
            proxy.ask("QUIT\r\n");
            assertThat(node.session(proxy)).filteredOn(SessionEvent.ClientAssumed.class::isInstance).singleElement()
                    .isInstanceOfSatisfying(SessionEvent.ClientAssumed.class, assumed -> {
                        assertThat(assumed.proxy()).isEqualTo("127.0.0.1");
                        assertThat(assumed.remote()).isEqualTo("192.0.2.1:4711");
                    });
        }
    }

    @Test
    void anAddressOfTheNewerKindIsTakenToo() throws IOException {
        try (SmtpClient proxy = speakingFor(node.listen(Service.SMTP, PROXIES), "ADDR=IPV6:2001:db8::1")) {
            assertThat(new String(node.accepted(proxy.envelope(ALICE, ALICE).data(dated())).prefix(), ISO_8859_1)).contains("([IPv6:2001:db8:0:0:0:0:0:1])");
        }
    }

    @Test
    void theRightsAreThoseOfTheClientBehindTheProxy() throws IOException {
        Listener listener = node.listen(Service.SMTP, PROXIES, "sterna.relay.trusted-networks=[127.0.0.0/8]");
        try (SmtpClient proxy = SmtpClient.greeted(listener)) {
            proxy.envelope(ALICE, OUTSIDE);
        }
        try (SmtpClient proxy = speakingFor(listener, "ADDR=192.0.2.1")) {
            proxy.envelope(ALICE);
            assertThat(proxy.ask("RCPT TO:<" + OUTSIDE + ">\r\n")).startsWith("550 5.7.1 ");
        }
        Listener trustingOthers = node.listen(Service.SMTP, PROXIES, "sterna.relay.trusted-networks=[192.0.2.0/24]");
        try (SmtpClient proxy = speakingFor(trustingOthers, "ADDR=192.0.2.1")) {
            proxy.envelope(ALICE, OUTSIDE);
        }
    }

    @Test
    void whoTheProxyHasAuthenticatedIsAuthenticated() throws IOException {
        try (SmtpClient proxy = speakingFor(node.listen(Service.SMTP, PROXIES), "ADDR=192.0.2.1 LOGIN=" + ALICE)) {
            assertThat(node.accepted(proxy.envelope(ALICE, OUTSIDE).data(dated())).account()).contains(ALICE);
            proxy.ask("QUIT\r\n");
            assertThat(node.session(proxy)).anyMatch(each -> each instanceof SessionEvent.Authenticated login && login.account().equals(ALICE));
        }
    }

    @Test
    void listsApplyToTheClientBehindTheProxy() throws IOException {
        Listener listener = node.listen(Service.SMTP, PROXIES, "sterna.policy.lists.deny.networks=[192.0.2.0/24]");
        try (SmtpClient proxy = SmtpClient.greeted(listener)) {
            assertThat(proxy.ask("XCLIENT ADDR=192.0.2.1\r\n")).startsWith("554 5.7.1 ").contains("deny.networks");
            assertThat(proxy.isClosed()).isTrue();
            assertThat(node.refusals(proxy)).singleElement().asString().startsWith("XCLIENT deny.networks 554 ");
        }
    }

    @Test
    void limitsCountTheClientBehindTheProxyAndNoLongerTheProxy() throws IOException {
        Listener listener = node.listen(Service.SMTP, PROXIES, "sterna.limits.network.concurrent-connections=reject 1");
        try (SmtpClient proxy = speakingFor(listener, "ADDR=192.0.2.1"); SmtpClient second = speakingFor(listener, "ADDR=192.0.2.2");
                SmtpClient third = SmtpClient.greeted(listener)) {
            assertThat(proxy.ask("NOOP\r\n")).startsWith("250 ");
            assertThat(second.ask("NOOP\r\n")).startsWith("250 ");
            assertThat(third.ask("XCLIENT ADDR=192.0.2.1\r\n")).startsWith("421 4.7.0 ").contains("from 192.0.2.1");
        }
    }
}
