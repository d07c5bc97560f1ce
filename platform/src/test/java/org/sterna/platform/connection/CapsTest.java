package org.sterna.platform.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many may come, of all and of one network; also where a load balancer tells whose connections they are. */
@Timeout(60)
class CapsTest {
    private static final String FAREWELL = "421 4.3.2 too many connections\r\n";
    private static ActorSystem<Void> system;

    private final List<Listener> listeners = new ArrayList<>();

    @BeforeAll
    static void start() {
        system = ActorSystem.create(Behaviors.empty(), "capped", ConfigFactory.parseString(
                "pekko.loglevel=OFF\npekko.stdout-loglevel=OFF\npekko.actor.default-dispatcher.fork-join-executor.parallelism-max=4")
                .withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void unbind() throws Exception {
        for (Listener listener : listeners) {
            listener.unbind().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static NetworkCap cap(int most) {
        return new NetworkCap(most, address -> address.equals(InetAddress.getLoopbackAddress()) || !address.isLoopbackAddress()
                ? Optional.of(address) : Optional.empty());
    }

    private Listener listen(ListenerSettings settings) throws Exception {
        Listener listener = Listener.bind(system, settings, ends -> LineServer.create(TestCertificate::serverEngine, new LinkedBlockingQueue<>()))
                .toCompletableFuture().get(10, TimeUnit.SECONDS);
        listeners.add(listener);
        return listener;
    }

    private static ListenerSettings clear(NetworkCap cap) {
        return ListenerSettings.clear("127.0.0.1", 0).withCap(new ConnectionCap(100), FAREWELL).withNetworkCap(Optional.of(cap));
    }

    private static ListenerSettings proxied(NetworkCap cap) {
        return clear(cap).withProxyProtocol(new ProxyProtocol(InetAddress::isLoopbackAddress, Duration.ofSeconds(30)));
    }

    private static Socket connect(Listener listener) throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.address().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static Socket introduced(Listener listener, String client) throws IOException {
        Socket socket = connect(listener);
        say(socket, "PROXY TCP4 " + client + " 198.51.100.1 56324 25\r\n");
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void assertServed(Socket socket) throws IOException {
        say(socket, "hello\r\n");
        assertThat(new String(socket.getInputStream().readNBytes(7), US_ASCII)).isEqualTo("hello\r\n");
    }

    private static void assertTurnedAway(Socket socket) throws IOException {
        assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).isEqualTo(FAREWELL);
    }

    /** Its place is free when its actor has stopped, which the listener's port tells by taking the next one. */
    private static void awaitPlace(Listener listener, NetworkCap cap) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!hasPlace(cap, InetAddress.getLoopbackAddress()) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(hasPlace(cap, InetAddress.getLoopbackAddress())).as("connections: %d", listener.connections()).isTrue();
    }

    private static boolean hasPlace(NetworkCap cap, InetAddress address) {
        boolean taken = cap.take("a test", address);
        cap.release("a test");
        return taken;
    }

    @Test
    void oneTooManyOfANetworkIsToldSoAndAPlaceIsGivenBack() throws Exception {
        NetworkCap cap = cap(2);
        Listener listener = listen(clear(cap));
        try (Socket first = connect(listener)) {
            assertServed(first);
            try (Socket second = connect(listener); Socket third = connect(listener)) {
                assertServed(second);
                assertTurnedAway(third);
                assertServed(first);
            }
            awaitPlace(listener, cap);
            try (Socket fourth = connect(listener)) {
                assertServed(fourth);
            }
        }
    }

    @Test
    void behindABalancerTheAnnouncedAddressCounts() throws Exception {
        Listener listener = listen(proxied(cap(1)));
        try (Socket first = introduced(listener, "192.0.2.1"); Socket other = introduced(listener, "192.0.2.2")) {
            assertServed(first);
            assertServed(other);
            try (Socket again = introduced(listener, "192.0.2.1")) {
                assertTurnedAway(again);
            }
            assertServed(first);
        }
    }

    @Test
    void whoIsTurnedAwayUnderTlsHearsNothing() throws Exception {
        Listener listener = listen(proxied(cap(1)).withImplicitTls(TestCertificate::serverEngine));
        try (Socket first = introduced(listener, "192.0.2.1"); Socket client = TestCertificate.context().getSocketFactory()
                .createSocket(first, "localhost", 465, true)) {
            assertServed(client);                            // before the other comes: it might be heard first
            try (Socket again = introduced(listener, "192.0.2.1")) {
                assertThat(isCutOff(again)).isTrue();
            }
        }
    }

    /** A handshake for each connection too many would cost more than the connection. */
    @Test
    void nobodyHearsAnythingUnderTlsWithoutABalancerEither() throws Exception {
        Listener listener = listen(clear(cap(1)).withImplicitTls(TestCertificate::serverEngine));
        try (Socket first = connect(listener); Socket client = TestCertificate.context().getSocketFactory().createSocket(first, "localhost", 993, true)) {
            assertServed(client);
            try (Socket again = connect(listener)) {
                assertThat(isCutOff(again)).isTrue();
            }
            assertServed(client);
        }
    }

    @Test
    void whoFindsThePortFullLeavesThePlaceOfItsNetwork() throws Exception {
        NetworkCap cap = cap(2);
        Listener listener = listen(clear(cap).withCap(new ConnectionCap(1), FAREWELL));
        try (Socket first = connect(listener)) {
            assertServed(first);
            for (int i = 0; i < 3; i++) {
                try (Socket more = connect(listener)) {
                    assertTurnedAway(more);
                }
            }
            awaitPlace(listener, cap);
        }
    }

    private static boolean isCutOff(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void anAddressThatIsNotCountedHasNoCap() {
        NetworkCap cap = new NetworkCap(1, address -> Optional.empty());
        InetAddress address = InetAddress.getLoopbackAddress();
        assertThat(cap.take("a", address) && cap.take("b", address) && hasPlace(cap, address)).isTrue();
        cap.release("a");
    }

    @Test
    void onlyWhoTookAPlaceGivesOneBack() {
        NetworkCap cap = new NetworkCap(1, Optional::of);
        InetAddress address = InetAddress.getLoopbackAddress();
        assertThat(cap.take("a", address)).isTrue();
        assertThat(cap.take("b", address)).isFalse();
        cap.release("b");
        assertThat(hasPlace(cap, address)).isFalse();
        cap.release("a");
        cap.release("a");
        assertThat(cap.take("c", address)).isTrue();
        assertThat(cap.take("d", address)).isFalse();
    }

    @Test
    void aPartTakesPlacesOfTheWhole() {
        ConnectionCap whole = new ConnectionCap(3);
        ConnectionCap small = whole.part(1);
        ConnectionCap large = whole.part(10);
        assertThat(small.take()).isTrue();
        assertThat(small.take()).as("its own cap").isFalse();
        assertThat(large.take() && large.take()).isTrue();
        assertThat(large.take()).as("the whole one's").isFalse();
        assertThat(whole.open()).isEqualTo(3);
        small.release();
        assertThat(large.take()).isTrue();
        assertThat(small.take()).isFalse();
        assertThat(small.open()).isZero();
    }
}
