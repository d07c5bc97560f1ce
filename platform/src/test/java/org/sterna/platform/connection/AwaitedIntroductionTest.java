package org.sterna.platform.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Connections behind a balancer, until it is said whose they are. */
class AwaitedIntroductionTest {
    private static final InetSocketAddress PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 993);
    private static final ConnectionAddresses SOCKET = new ConnectionAddresses(PORT, new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000));

    private final List<String> did = new ArrayList<>();
    private final TestInbox<ConnectionGuardian.TurnedAway> guardian = TestInbox.create();
    private final NetworkCap cap = new NetworkCap(1, Optional::of);

    private final class Output implements ConnectionOutput {
        @Override
        public void pull() {
            did.add("pull");
        }

        @Override
        public void write(ByteString octets) {
            did.add(octets.utf8String());
        }

        @Override
        public void upgrade(SSLEngine engine, ByteString readAhead) {
            did.add("upgrade");
        }

        @Override
        public void finish() {
            did.add("finish");
        }

        @Override
        public void hurry() {
            did.add("hurry");
        }

        @Override
        public void abort() {
            did.add("abort");
        }
    }

    private BehaviorTestKit<ConnectionEvent> introduced(ListenerSettings settings, Object place, InetSocketAddress client) {
        BehaviorTestKit<ConnectionEvent> kit = BehaviorTestKit.create(AwaitedIntroduction.create(ends -> Behaviors.receiveMessage(event -> {
            did.add("served");
            return Behaviors.same();
        }), settings, SOCKET, place, guardian.getRef()));
        kit.run(new ConnectionEvent.Opened(new Output(), PORT, client));
        return kit;
    }

    private ListenerSettings settings() {
        return ListenerSettings.clear("127.0.0.1", 0).withCap(new ConnectionCap(10), "bye").withNetworkCap(Optional.of(cap))
                .withProxyProtocol(new ProxyProtocol(InetAddress::isLoopbackAddress, Duration.ofSeconds(30)));
    }

    private static InetSocketAddress client(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName("192.0.2.1"), port);
    }

    @Test
    void whoIsTurnedAwayIsCountedByTheGuardianWhichTellsOfThemNowAndThen() throws UnknownHostException {
        introduced(settings(), "first", client(1));
        assertThat(did).containsExactly("served");
        BehaviorTestKit<ConnectionEvent> second = introduced(settings(), "second", client(2));
        assertThat(did).containsExactly("served", "bye", "finish");
        assertThat(second.getAllLogEntries()).isEmpty();
        assertThat(guardian.receiveMessage()).isEqualTo(new ConnectionGuardian.TurnedAway(new ConnectionAddresses(PORT, client(2))));
        cap.release("first");
        introduced(settings(), "third", client(3));
        assertThat(did).endsWith("finish", "served");
        assertThat(guardian.hasMessages()).isFalse();
    }

    @Test
    void underTlsNothingIsSaid() throws UnknownHostException {
        introduced(settings(), "first", client(1));
        introduced(settings().withImplicitTls(TestCertificate::serverEngine), "second", client(2));
        assertThat(did).containsExactly("served", "abort");
        assertThat(guardian.hasMessages()).isTrue();
    }

    @Test
    void whoeverIsIntroducedWhileTheNodeStopsIsToldSo() throws UnknownHostException {
        BehaviorTestKit<ConnectionEvent> kit = BehaviorTestKit.create(AwaitedIntroduction.create(ends -> Behaviors.receiveMessage(event -> {
            did.add(event.getClass().getSimpleName());
            return Behaviors.same();
        }), settings(), SOCKET, "place", guardian.getRef()));
        kit.run(new ConnectionEvent.Draining());
        assertThat(did).isEmpty();
        kit.run(new ConnectionEvent.Opened(new Output(), PORT, client(1)));
        assertThat(did).containsExactlyInAnyOrder("Opened", "Draining");
    }

    @Test
    void whoIsNotIntroducedInTimeIsCutOff() {
        BehaviorTestKit<ConnectionEvent> kit = BehaviorTestKit.create(AwaitedIntroduction.create(ends -> Behaviors.receiveMessage(event -> Behaviors.same()),
                settings(), SOCKET, "place", guardian.getRef()));
        kit.run(new ConnectionEvent.Draining());
        kit.run(new ConnectionEvent.DrainOver());
        assertThat(kit.isAlive()).isFalse();
    }
}
