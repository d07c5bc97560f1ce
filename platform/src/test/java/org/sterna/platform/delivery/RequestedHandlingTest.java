package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.CassandraMessages.MessageRow;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.OctetRange;
import org.sterna.persistence.queue.QueueEvent.ReportKind;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.TestLogins;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.DeliverBy;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.FutureRelease;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;
import org.sterna.protocols.smtp.parameter.ReturnContent;

/** The queue does what MAIL and RCPT asked for: on a node with its Cassandra, and a delay notice after no time at all. */
@ExtendWith(CassandraExtension.class)
class RequestedHandlingTest {
    private static final String MESSAGE = "Subject: x\r\nBcc: secret@example.org\r\n\r\ny\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final SteppedClock CLOCK = new SteppedClock();
    private static TestNode node;
    private static TestQueue fixture;
    private static MailboxId inbox;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        QueueSetup setup = new QueueSetup();
        setup.clock = CLOCK;
        setup.reports = new ReportRules(Duration.ZERO, 1024 * 1024);
        fixture = TestQueue.with(node, setup);
        node.account("ben@example.org", "secret");
        inbox = ((Authenticator.Valid) TestNode.await(node.access().authenticator().check(TestLogins.CONTEXT, "ben@example.org", "secret"))).entry().inbox();
        assertThat(TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value()).<Verdict>ask(replyTo ->
                new MailboxEntity.Request(new MailboxCommand.Create(inbox, "ben@example.org", 1, By.nobody(Instant.EPOCH)), replyTo), PATIENCE)))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @AfterAll
    static void stop() {
        fixture.close();
        node.close();
    }

    private static QueueId accept(String reversePath, MailParameters parameters, List<OctetRange> removed, Target target, RcptParameters wishes) {
        return TestNode.await(fixture.queue().accept(new NewQueuedMessage(Optional.empty(), Optional.empty(), reversePath,
                List.of(new QueueEvent.Addressee("ben@example.org", target, wishes)), parameters, Optional.empty(), Optional.empty(),
                new OctetsPlace.Inline(MESSAGE.length()), MESSAGE.getBytes(US_ASCII), id -> "Received: here\r\n".getBytes(US_ASCII), removed,
                Optional.empty())));
    }

    private static MailParameters parameters(Optional<DeliverBy> by, Optional<FutureRelease> release, DsnRequest dsn, Demand... demands) {
        return new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(demands), dsn, by, release, OptionalInt.empty());
    }

    private static Target local() {
        return new Target.LocalMailbox("ben@example.org", inbox);
    }

    /** Nothing listens there, and the DNS is silent. */
    private static Target nowhere() {
        return Target.Relay.to("outside.example");
    }

    private static RcptParameters wanting(Notify... kinds) {
        return new RcptParameters(Set.of(kinds), Optional.of(new OriginalRecipient("rfc822", "Ben@example.com")));
    }

    private static <E extends QueueEvent> E await(QueueId id, Class<E> kind) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<E> found = events(id, kind).stream().findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " among " + TestNode.await(fixture.intake().events(id)));
    }

    private static <E extends QueueEvent> List<E> events(QueueId id, Class<E> kind) {
        return TestNode.await(fixture.intake().events(id)).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** So much later, once it waits and nobody tries it any more. */
    private static void later(QueueId id, Duration time) {
        await(id, QueueEvent.HandedToSlice.class);
        QueueDesk.eventually(id + " waits", () -> fixture.waiting().containsKey(id));
        CLOCK.step(time);
        fixture.poke();
    }

    private static String report(QueueId id) {
        return new String(LocalDelivery.octets(TestNode.await(fixture.intake().octets(await(id, QueueEvent.ReportQueued.class).report()))), US_ASCII);
    }

    private static QueueEvent.MessageAccepted acceptance(QueueId id) {
        return await(id, QueueEvent.MessageAccepted.class);
    }

    @Test
    void whatWasTakenOutIsInNoMailbox() {
        int start = MESSAGE.indexOf("Bcc");
        QueueId id = accept("alice@example.org", MailParameters.NONE, List.of(new OctetRange(start, MESSAGE.indexOf("\r\n\r\n") + 2)), local(),
                RcptParameters.NONE);
        long uid = await(id, QueueEvent.RecipientDelivered.class).uid();
        MailboxEntity.Update update = TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.value())
                .<MailboxEntity.Update>ask(replyTo -> new MailboxEntity.Subscribe(replyTo, -1), PATIENCE));
        MessageEntry entry = ((MailboxEntity.Snapshot) update).state().messages().find(uid).orElseThrow();
        MessageRow row = TestNode.await(node.access().messages().read(inbox, List.of(entry), true)).get(0);
        String expected = "Return-Path: <alice@example.org>\r\nReceived: here\r\nSubject: x\r\n\r\ny\r\n";
        AssembledContent content = new AssembledContent(row.message().prefix(), node.access().messages().octets(row), row.message().removed().stream()
                .map(range -> new AssembledContent.Removed(range.start(), range.end())).toList());
        assertThat(new String(TestNode.await(content.range(0, 1000)), US_ASCII)).isEqualTo(expected);
        assertThat(entry.size()).isEqualTo(expected.length());
        assertThat(new String(row.message().summary(), US_ASCII)).doesNotContain("secret");
    }

    @Test
    void aHeldMessageWaitsForItsRelease() {                              // RFC 4865 section 4.2
        QueueId id = accept("", parameters(Optional.empty(), Optional.of(new FutureRelease.HoldFor(Duration.ofSeconds(3))), DsnRequest.NONE), List.of(),
                local(), RcptParameters.NONE);
        assertThat(await(id, QueueEvent.HandedToSlice.class).due()).isEqualTo(acceptance(id).at().plusSeconds(3));
        assertThat(fixture.waiting().get(id).reason()).startsWith("held until 20");
        later(id, Duration.ofSeconds(2));
        assertThat(events(id, QueueEvent.RecipientDelivered.class)).isEmpty();
        later(id, Duration.ofSeconds(1));
        assertThat(await(id, QueueEvent.RecipientDelivered.class).at()).isAfterOrEqualTo(acceptance(id).at().plusSeconds(3));
        await(id, QueueEvent.MessageCompleted.class);
    }

    /** The node may end between the acceptance and the slice: whoever adopts it makes it due at once. */
    @Test
    void aHeldMessageThatIsAdoptedIsStillHeld() {
        QueueId id = accept("", parameters(Optional.empty(), Optional.of(new FutureRelease.HoldFor(Duration.ofHours(1))), DsnRequest.NONE), List.of(),
                local(), RcptParameters.NONE);
        await(id, QueueEvent.HandedToSlice.class);
        TestNode.await(fixture.queue().hand(TestQueue.line(id, Instant.EPOCH)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!fixture.waiting().get(id).reason().startsWith("held until")) {
            assertThat(System.nanoTime()).as("it is held again").isLessThan(deadline);
        }
        assertThat(events(id, QueueEvent.RecipientDelivered.class)).isEmpty();
    }

    @Test
    void deliveryIsReportedWhereWanted() {                               // RFC 3461 section 5.2.3
        QueueId id = accept("alice@example.org", parameters(Optional.empty(), Optional.empty(),
                new DsnRequest(Optional.of(ReturnContent.FULL), Optional.of("QQ1"))), List.of(), local(), wanting(Notify.SUCCESS));
        await(id, QueueEvent.MessageCompleted.class);
        assertThat(await(id, QueueEvent.ReportQueued.class).kind()).isEqualTo(ReportKind.SUCCESS);
        assertThat(report(id)).contains("\r\nOriginal-Envelope-Id: QQ1\r\n", "\r\nOriginal-Recipient: rfc822;Ben@example.com\r\n",
                "\r\nFinal-Recipient: rfc822; ben@example.org\r\n", "\r\nAction: delivered\r\n", "\r\nStatus: 2.0.0\r\n",
                "Content-Type: text/rfc822-headers");                    // RFC 3461 section 4.3: RET is about failures
        assertThat(acceptance(await(id, QueueEvent.ReportQueued.class).report()).reversePath()).isEmpty();
    }

    @Test
    void whatIsHeldBeyondItsDeadlineIsReturnedAtTheDeadline() {          // RFC 2852 section 4.1.3
        QueueId id = accept("alice@example.org", parameters(Optional.of(new DeliverBy(Duration.ofSeconds(2), DeliverBy.Mode.RETURN, false)),
                Optional.of(new FutureRelease.HoldFor(Duration.ofHours(1))), DsnRequest.NONE), List.of(), local(), RcptParameters.NONE);
        later(id, Duration.ofSeconds(2));
        assertThat(await(id, QueueEvent.RecipientFailed.class).remark().status()).isEqualTo("5.4.7");
        await(id, QueueEvent.MessageCompleted.class);
        assertThat(events(id, QueueEvent.RecipientDelivered.class)).isEmpty();
    }

    @Test
    void aDelayTellsTheEndOfTheAttempts() {                              // RFC 3464 section 2.3.9, RFC 2852 section 4.1.3
        QueueId id = accept("alice@example.org", parameters(Optional.of(new DeliverBy(Duration.ofHours(2), DeliverBy.Mode.RETURN, false)),
                Optional.empty(), DsnRequest.NONE), List.of(), nowhere(), RcptParameters.NONE);
        String report = report(id);
        String deadline = report.replaceFirst("(?s).*\r\nDeliver-By-Date: ([^\r]*)\r\n.*", "$1");
        assertThat(report).contains("\r\nWill-Retry-Until: " + deadline + "\r\n");
    }

    @Test
    void whatTheStoreHasLostIsReportedAllTheSame() {
        QueueId id = TestNode.await(fixture.queue().accept(new NewQueuedMessage(Optional.empty(), Optional.empty(), "alice@example.org",
                List.of(new QueueEvent.Addressee("ben@example.org", local(), wanting(Notify.FAILURE))),
                parameters(Optional.of(new DeliverBy(Duration.ofSeconds(1), DeliverBy.Mode.RETURN, false)), Optional.empty(), DsnRequest.NONE),
                Optional.empty(), Optional.of("<lost@example.org>"), new OctetsPlace.InBlob(BlobId.random(new Random(5)), 300_000), new byte[0],
                named -> new byte[0], List.of(), Optional.empty())));
        assertThat(await(id, QueueEvent.RecipientDeferred.class).remark().text()).contains("has lost chunk 0");
        later(id, Duration.ofSeconds(2));
        assertThat(report(id)).contains("\r\nAction: failed\r\n", "Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <lost@example.org>\r\n");
        await(id, QueueEvent.MessageCompleted.class);
    }

    @Test
    void neverIsNever() {                                                // RFC 3461 section 4.1
        QueueId id = accept("alice@example.org", parameters(Optional.of(new DeliverBy(Duration.ofSeconds(1), DeliverBy.Mode.RETURN, false)),
                Optional.empty(), DsnRequest.NONE), List.of(), nowhere(), wanting(Notify.NEVER));
        later(id, Duration.ofSeconds(2));
        assertThat(await(id, QueueEvent.RecipientFailed.class).remark().status()).isEqualTo("5.4.7");
        await(id, QueueEvent.MessageCompleted.class);
        assertThat(events(id, QueueEvent.ReportQueued.class)).isEmpty();
    }

    @Test
    void whatIsNotDeliveredInTimeIsReturned() {                          // RFC 2852 section 4.1.3
        QueueId id = accept("alice@example.org", parameters(Optional.of(new DeliverBy(Duration.ofSeconds(2), DeliverBy.Mode.RETURN, false)),
                Optional.empty(), new DsnRequest(Optional.of(ReturnContent.FULL), Optional.empty()), Demand.REQUIRETLS), List.of(), nowhere(),
                wanting(Notify.FAILURE));
        assertThat(await(id, QueueEvent.HandedToSlice.class).due()).isEqualTo(acceptance(id).at().plusSeconds(2));
        later(id, Duration.ofSeconds(2));
        QueueEvent.RecipientFailed failed = await(id, QueueEvent.RecipientFailed.class);
        assertThat(failed.remark().status()).isEqualTo("5.4.7");
        assertThat(failed.at()).isAfterOrEqualTo(acceptance(id).at().plusSeconds(2));
        assertThat(report(id)).contains("\r\nAction: failed\r\nStatus: 5.4.7\r\n", "\r\nDeliver-By-Date: ")
                .doesNotContain("\r\n\r\ny\r\n");                        // RFC 8689 section 5: RET=FULL is not minded
        assertThat(acceptance(await(id, QueueEvent.ReportQueued.class).report()).parameters().requireTls()).isTrue();
    }

    @Test
    void aDelayIsReportedOnceAndSoIsTheEndOfTheTime() {                  // RFC 3461 section 5.2.5, RFC 2852 section 4.1.3
        QueueId id = accept("alice@example.org", parameters(Optional.of(new DeliverBy(Duration.ofSeconds(2), DeliverBy.Mode.NOTIFY, false)),
                Optional.empty(), DsnRequest.NONE), List.of(), nowhere(), RcptParameters.NONE);
        assertThat(report(id)).contains("\r\nAction: delayed\r\nStatus: 4.4.3\r\n", "\r\nWill-Retry-Until: ");
        later(id, Duration.ofSeconds(2));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (events(id, QueueEvent.ReportQueued.class).size() < 2) {
            assertThat(System.nanoTime()).as("the second report").isLessThan(deadline);
        }
        assertThat(events(id, QueueEvent.ReportQueued.class)).extracting(QueueEvent.ReportQueued::kind).containsExactly(ReportKind.DELAY, ReportKind.DEADLINE);
        assertThat(new String(LocalDelivery.octets(TestNode.await(fixture.intake().octets(events(id, QueueEvent.ReportQueued.class).get(1).report()))),
                US_ASCII)).contains("\r\nAction: delayed\r\nStatus: 4.4.7\r\n");
        while (fixture.waiting().get(id).due().isBefore(acceptance(id).at().plusSeconds(60))) {
            assertThat(System.nanoTime()).as("the attempts go on").isLessThan(deadline);
        }
        assertThat(events(id, QueueEvent.RecipientFailed.class)).isEmpty();
    }

    @Test
    void theWholeMessageIsReturnedWhereWanted() {                        // RFC 3461 section 4.3
        QueueId id = accept("alice@example.org", parameters(Optional.of(new DeliverBy(Duration.ofSeconds(1), DeliverBy.Mode.RETURN, false)),
                Optional.empty(), new DsnRequest(Optional.of(ReturnContent.FULL), Optional.empty())), List.of(), nowhere(), wanting(Notify.FAILURE));
        later(id, Duration.ofSeconds(2));
        assertThat(report(id)).contains("Content-Type: message/rfc822\r\n\r\n" + MESSAGE);
        assertThat(report(id)).doesNotContain("Original-Envelope-Id");
    }
}
