package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.OctetRange;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.TestNode;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** What MAIL and RCPT asked for, from the queue over the wire to a next hop, and what comes back of it. */
@ExtendWith(CassandraExtension.class)
class RequestedRelayingTest {
    private static final RcptParameters SUCCESS = new RcptParameters(Set.of(Notify.SUCCESS, Notify.FAILURE), Optional.empty());
    private static TestNode node;
    private static TestQueue fixture;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        fixture = TestQueue.on(node);
    }

    @AfterAll
    static void stop() {
        fixture.close();
        node.close();
    }

    private static ScriptedHost host(String... keywords) throws IOException {
        Function<String, String> script = said -> said.startsWith("EHLO")
                ? "250-host.example.net\r\n250-" + String.join("\r\n250-", keywords) + "\r\n250 HELP" : ScriptedHost.willing(said);
        return new ScriptedHost(InetAddress.getByName("127.0.0.1"), 0, script);
    }

    private static QueueId accept(ScriptedHost host, String message, MailParameters parameters, List<OctetRange> removed, RcptParameters... wishes) {
        Target target = new Target.Relay("outside.example", Optional.of("127.0.0.1:" + host.port()));
        byte[] octets = message.getBytes(UTF_8);
        return TestNode.await(fixture.queue().accept(new NewQueuedMessage(Optional.empty(), Optional.empty(), "alice@example.org",
                List.of(wishes).stream().map(each -> new QueueEvent.Addressee("ben@outside.example", target, each)).toList(), parameters,
                Optional.empty(), Optional.empty(), new OctetsPlace.Inline(octets.length), octets, id -> "Received: here\r\n".getBytes(UTF_8), removed,
                Optional.empty())));
    }

    private static MailParameters parameters(Optional<DeliverBy> by, Demand... demands) {
        return new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(demands), DsnRequest.NONE, by, Optional.empty(), OptionalInt.of(3));
    }

    private static <E extends QueueEvent> List<E> completed(QueueId id, Class<E> kind) {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (System.nanoTime() < deadline) {
            List<QueueEvent> events = TestNode.await(fixture.intake().events(id));
            if (events.stream().anyMatch(QueueEvent.MessageCompleted.class::isInstance)) {
                return events.stream().filter(kind::isInstance).map(kind::cast).toList();
            }
        }
        throw new AssertionError("not complete: " + TestNode.await(fixture.intake().events(id)));
    }

    private static String text(QueueId id) {
        return new String(LocalDelivery.octets(TestNode.await(fixture.intake().octets(id))), UTF_8);
    }

    @Test
    void aHostWithoutReportsMakesUsReport() throws Exception {           // RFC 3461 section 5.2.2
        try (ScriptedHost host = host("SIZE", "MT-PRIORITY")) {
            QueueId id = accept(host, "Subject: x\r\nBcc: z\r\n\r\ny\r\n", parameters(Optional.empty()), List.of(new OctetRange(12, 20)), SUCCESS);
            assertThat(text(completed(id, QueueEvent.ReportQueued.class).get(0).report())).contains("\r\nAction: relayed\r\n",
                    "\r\nRemote-MTA: dns; 127.0.0.1", "\r\nDiagnostic-Code: smtp; 250 fine\r\n");
            assertThat(host.conversation()).contains("MAIL FROM:<alice@example.org> SIZE=33 MT-PRIORITY=3", "RCPT TO:<ben@outside.example>");
            assertThat(new String(host.contents().get(0), UTF_8)).isEqualTo("Received: here\r\nSubject: x\r\n\r\ny\r\n");
        }
    }

    @Test
    void aHostWithReportsReportsInOurPlace() throws Exception {          // RFC 3461 section 5.2.1
        try (ScriptedHost host = host("DSN")) {
            QueueId id = accept(host, "Subject: x\r\n\r\ny\r\n", parameters(Optional.empty()), List.of(), SUCCESS);
            assertThat(completed(id, QueueEvent.ReportQueued.class)).isEmpty();
            assertThat(host.conversation()).contains("RCPT TO:<ben@outside.example> NOTIFY=SUCCESS,FAILURE");
        }
    }

    @Test
    void oneAddressIsNamedOnceWhateverLedThere() throws Exception {
        try (ScriptedHost host = host("DSN")) {
            QueueId id = accept(host, "Subject: x\r\n\r\ny\r\n", parameters(Optional.empty()), List.of(), SUCCESS, RcptParameters.NONE);
            assertThat(completed(id, QueueEvent.RecipientRelayed.class)).hasSize(2);
            assertThat(host.conversation()).filteredOn(line -> line.startsWith("RCPT"))
                    .containsExactly("RCPT TO:<ben@outside.example> NOTIFY=SUCCESS,FAILURE,DELAY");
        }
    }

    @Test
    void theRestOfTheTimeIsHandedOn() throws Exception {                 // RFC 2852 section 4.1.4
        try (ScriptedHost host = host("DSN", "DELIVERBY")) {
            QueueId id = accept(host, "Subject: x\r\n\r\ny\r\n", parameters(Optional.of(new DeliverBy(Duration.ofHours(1), DeliverBy.Mode.RETURN, true))),
                    List.of(), RcptParameters.NONE);
            assertThat(text(completed(id, QueueEvent.ReportQueued.class).get(0).report())).contains("\r\nAction: relayed\r\n", "\r\nDeliver-By-Date: ");
            assertThat(host.conversation()).anyMatch(line -> line.matches("MAIL FROM:<alice@example.org> BY=35\\d\\d;RT"));
        }
    }

    @Test
    void utf8IsDemandedOnlyWhereThereIsSome() throws Exception {         // RFC 6531 section 3.2
        try (ScriptedHost host = host("8BITMIME")) {
            completed(accept(host, "Subject: x\r\n\r\ny\r\n", parameters(Optional.empty(), Demand.SMTPUTF8), List.of(), RcptParameters.NONE),
                    QueueEvent.RecipientRelayed.class);
            assertThat(host.contents()).hasSize(1);
            QueueId id = accept(host, "Subject: \u00fc\r\n\r\ny\r\n", parameters(Optional.empty(), Demand.SMTPUTF8), List.of(), RcptParameters.NONE);
            assertThat(completed(id, QueueEvent.RecipientFailed.class).get(0).remark().status()).isEqualTo("5.6.7");
            assertThat(text(completed(id, QueueEvent.ReportQueued.class).get(0).report())).contains("Content-Type: message/global-headers\r\n",
                    "\r\nSubject: =C3=BC\r\n");
            assertThat(host.contents()).hasSize(1);
        }
    }
}
