package org.sterna.platform.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.WaitingMessage;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.node.Await;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** What the tests of a queue whose clock is stepped have in common. */
record QueueDesk(TestQueue fixture, SteppedClock clock) {
    static final String MESSAGE = "Subject: x\r\n\r\ny\r\n";
    static final String SENDER = "alice@example.org";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    static ScriptedHost host(Function<String, String> script) throws IOException {
        return new ScriptedHost(InetAddress.getByName("127.0.0.1"), 0, script);
    }

    /** A host with this answer to one command, or to a message under {@code .}. */
    static ScriptedHost host(String said, String answer) throws IOException {
        return host(each -> each.startsWith(said) ? answer : ScriptedHost.willing(each));
    }

    static String destination(ScriptedHost host) {
        return "127.0.0.1:" + host.port();
    }

    static Addressee to(ScriptedHost host) {
        return to(destination(host));
    }

    static Addressee to(String nextHop) {
        return new Addressee("ben@outside.example", new Target.Relay("outside.example", Optional.of(nextHop)), RcptParameters.NONE);
    }

    static Addressee toDomain(String domain, Notify... wishes) {
        return new Addressee("ben@" + domain, Target.Relay.to(domain), wishes.length == 0 ? RcptParameters.NONE
                : new RcptParameters(Set.of(wishes), Optional.empty()));
    }

    QueueId accept(Addressee... addressees) {
        return accept(SENDER, MailParameters.NONE, Optional.empty(), addressees);
    }

    QueueId accept(String reversePath, MailParameters parameters, Optional<QueueId> reportOf, Addressee... addressees) {
        byte[] octets = MESSAGE.getBytes(US_ASCII);
        return TestNode.await(fixture.queue().accept(new NewQueuedMessage(Optional.empty(), Optional.empty(), reversePath, List.of(addressees), parameters,
                Optional.empty(), Optional.empty(), new OctetsPlace.Inline(octets.length), octets, id -> new byte[0], List.of(), reportOf)));
    }

    void step(Duration time) {
        clock.step(time);
        fixture.poke();
    }

    /** So much later than a first attempt has left it there, the message is started by its slice. */
    void step(QueueId id, Duration time) {
        waits(id);
        step(time);
    }

    static void eventually(String what, BooleanSupplier so) {
        Await.until(what, PATIENCE, so);
    }

    /** Its slice has it, and the first attempt is over. */
    WaitingMessage waits(QueueId id) {
        eventually(id + " waits", () -> fixture.waiting().containsKey(id) && !events(id, QueueEvent.HandedToSlice.class).isEmpty());
        return fixture.waiting().get(id);
    }

    /** It is over. */
    void completes(QueueId id) {
        eventually(id + " is complete, and not " + TestNode.await(fixture.intake().events(id)), () -> !events(id, QueueEvent.MessageCompleted.class).isEmpty());
    }

    <E extends QueueEvent> List<E> events(QueueId id, Class<E> kind) {
        return TestNode.await(fixture.intake().events(id)).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** When there are so many. */
    <E extends QueueEvent> List<E> await(QueueId id, Class<E> kind, int count) {
        eventually(count + " " + kind.getSimpleName(), () -> events(id, kind).size() >= count);
        assertThat(events(id, kind)).hasSize(count);
        return events(id, kind);
    }

    List<QueueEvent.ReportQueued> reports(QueueId id) {
        return events(id, QueueEvent.ReportQueued.class);
    }

    QueueEvent.MessageAccepted acceptance(QueueId id) {
        return events(id, QueueEvent.MessageAccepted.class).get(0);
    }

    String text(QueueId id) {
        return new String(LocalDelivery.octets(TestNode.await(fixture.intake().octets(id))), US_ASCII);
    }

    /** No place is taken any more. */
    void allPlacesAreFree() {
        eventually("places are given back: " + fixture.relay().loads(), () -> fixture.relay().loads().stream().allMatch(load -> load.places() == 0));
    }
}
