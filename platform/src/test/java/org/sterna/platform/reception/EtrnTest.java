package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.reception.ReceptionNode.dated;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.Service;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.connection.Listener;

/** ETRN over real sockets. RFC 1985. */
@ExtendWith(CassandraExtension.class)
class EtrnTest {
    private static final String RELAYED = "behind.example";
    private static ReceptionNode node;
    private static Listener listener;
    private static ServerSocket behind;

    @BeforeAll
    static void start() throws IOException {
        node = ReceptionNode.start("alice@example.org");
        listener = node.listen(Service.SMTP);
        behind = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        behind.setSoTimeout(SmtpClient.PATIENCE_MILLIS);
        node.change(new DirectoryEvent.DomainAdded(RELAYED, DomainSettings.relay(DomainSettings.Recipients.ALL,
                Optional.of("127.0.0.1:" + behind.getLocalPort())), Instant.now()), RELAYED);
    }

    @AfterAll
    static void stop() throws IOException {
        behind.close();
        node.close();
    }

    /** The host behind us is called, and is not ready. */
    private static void isCalledInVain() throws IOException {
        try (Socket called = behind.accept()) {
            called.getOutputStream().write("421 4.3.2 not ready\r\n".getBytes(US_ASCII));
        }
    }

    @Test
    void whatWaitsForTheHostIsTriedAtOnce() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            String reply = client.envelope("alice@example.org", "jones@" + RELAYED).data(dated());
            assertThat(node.accepted(reply).recipients()).singleElement().extracting(QueueEvent.Addressee::target)
                    .isEqualTo(new Target.Relay(RELAYED, Optional.of("127.0.0.1:" + behind.getLocalPort())));
            isCalledInVain();
            node.await(reply, QueueEvent.RecipientDeferred.class, 1);
            node.await(reply, QueueEvent.HandedToSlice.class, 1);
            assertThat(client.ask("ETRN BEHIND.example\r\n")).startsWith("250 2.0.0 ");
            isCalledInVain();                                            // without ETRN, in an hour
            node.await(reply, QueueEvent.RecipientDeferred.class, 2);
            assertThat(client.ask("ETRN behind.example\r\n")).startsWith("250 2.0.0 ").contains("less than a minute ago");
            assertThat(client.ask("QUIT\r\n")).startsWith("221 ");
        }
    }

    @Test
    void nobodyElseIsQueuedFor() throws IOException {
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            assertThat(client.ask("ETRN outside.example\r\n")).startsWith("459 ");
            assertThat(client.ask("ETRN example.org\r\n")).startsWith("459 ");
            assertThat(client.ask("ETRN #queue\r\n")).startsWith("459 ");
            assertThat(client.ask("ETRN\r\n")).startsWith("501 ");
            client.ask("QUIT\r\n");
            assertThat(node.refusals(client)).hasSize(4);
        }
    }

    @Test
    void itStandsOutsideOfTransactionsAndBehindEhlo() throws IOException {
        try (SmtpClient client = SmtpClient.connect(listener)) {
            client.reply();
            assertThat(client.ask("ETRN " + RELAYED + "\r\n")).startsWith("503 ");
            client.ask(SmtpClient.EHLO);
            client.envelope("");
            assertThat(client.ask("ETRN " + RELAYED + "\r\n")).startsWith("503 ");
        }
    }
}
