package org.sterna.platform.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets; this machine is the load balancer. */
@Timeout(180)
class ProxyProtocolTest {
    private static final String LINE = "PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n";
    private static final ConnectionAddresses ANNOUNCED =
            new ConnectionAddresses(new InetSocketAddress("198.51.100.1", 25), new InetSocketAddress("192.0.2.1", 56_324));
    private static ActorSystem<Void> system;

    private final BlockingQueue<ConnectionEvent> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<ConnectionAddresses> created = new LinkedBlockingQueue<>();
    private final List<Listener> listeners = new ArrayList<>();

    @BeforeAll
    static void start() {
        system = ActorSystem.create(Behaviors.empty(), "proxied", ConfigFactory.parseString(
                "pekko.loglevel=OFF\npekko.stdout-loglevel=OFF\npekko.actor.default-dispatcher.fork-join-executor.parallelism-max=4")
                .withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void unbind() throws Exception {
        for (Listener listener : listeners) {
            listener.unbind().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void theActorGetsTheAnnouncedAddressesAndTheOctetsBehindTheHeader() throws Exception {
        try (Socket balancer = connect(listen(clear()))) {
            say(balancer, LINE + "hello\r\n");
            assertThat(hear(balancer, 7)).isEqualTo("hello\r\n");
            say(balancer, "again\r\n");
            assertThat(hear(balancer, 7)).isEqualTo("again\r\n");
        }
        assertThat(created.poll(60, TimeUnit.SECONDS)).isEqualTo(ANNOUNCED);
        assertThat(opened()).isEqualTo(ANNOUNCED);
    }

    @Test
    void aBinaryHeaderComesInPieces() throws Exception {
        byte[] header = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2121002420010db800000000000000000000000120010db8000000000000000000000002dc040019");
        try (Socket balancer = connect(listen(clear()))) {
            for (byte octet : header) {
                balancer.getOutputStream().write(octet);
            }
            say(balancer, "hello\r\n");
            assertThat(hear(balancer, 7)).isEqualTo("hello\r\n");
        }
        assertThat(opened()).isEqualTo(new ConnectionAddresses(new InetSocketAddress("2001:db8::2", 25), new InetSocketAddress("2001:db8::1", 56_324)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "\r\n\r\n\0\r\nQUIT\n\u0020\0\0\0"})
    void withoutAnAnnouncementTheSocketsAddressesCount(String header) throws Exception {
        Listener listener = listen(clear());
        try (Socket balancer = connect(listener)) {
            balancer.getOutputStream().write(header.getBytes(ISO_8859_1));
            say(balancer, "hello\r\n");
            assertThat(hear(balancer, 7)).isEqualTo("hello\r\n");
            assertThat(opened()).isEqualTo(new ConnectionAddresses(
                    (InetSocketAddress) balancer.getRemoteSocketAddress(), (InetSocketAddress) balancer.getLocalSocketAddress()));
        }
    }

    @Test
    void theHeaderComesBeforeTls() throws Exception {
        try (Socket balancer = connect(listen(clear().withImplicitTls(TestCertificate::serverEngine)))) {
            say(balancer, LINE);
            SSLSocket client = (SSLSocket) TestCertificate.context().getSocketFactory().createSocket(balancer, "localhost", 465, true);
            say(client, "hello\r\n");
            assertThat(hear(client, 7)).isEqualTo("hello\r\n");
        }
        assertThat(opened()).isEqualTo(ANNOUNCED);
    }

    @Test
    void whoIsNotTrustedIsCutOffBeforeHeSaysAnything() throws Exception {
        Listener listener = listen(clear(), "192.0.2.7", Duration.ofSeconds(30));
        try (Socket stranger = connect(listener)) {
            assertThat(isCutOff(stranger)).isTrue();
        }
        assertThat(listener.connections()).isZero();
        assertThat(created).isEmpty();
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO client.example.net\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 56324\r\n", "PROXY TCP4 192.0.2.1 x 1 2\r\n"})
    void whoSendsNoProperHeaderIsCutOff(String text) throws Exception {
        Listener listener = listen(clear());
        try (Socket client = connect(listener)) {
            say(client, text);
            assertThat(isCutOff(client)).isTrue();
        }
        assertNobodyIsLeft(listener);
    }

    @Test
    void whoFinishesWithinTheHeaderIsCutOff() throws Exception {
        Listener listener = listen(clear());
        try (Socket client = connect(listener)) {
            say(client, "PROXY TCP4 192.0");
            client.shutdownOutput();
            assertThat(isCutOff(client)).isTrue();
        }
        assertNobodyIsLeft(listener);
    }

    @Test
    void whoIsSlowWithTheHeaderIsCutOff() throws Exception {
        Listener listener = listen(clear(), "127.0.0.1", Duration.ofMillis(50));
        try (Socket client = connect(listener)) {
            say(client, "PROXY TCP4 192.0");
            assertThat(isCutOff(client)).isTrue();
        }
        assertNobodyIsLeft(listener);
    }

    @Test
    void theTimeForTheHeaderEndsWithIt() throws Exception {
        Listener listener = listen(clear(), "127.0.0.1", Duration.ofMillis(300));
        try (Socket balancer = introduced(listener); Socket slow = connect(listener)) {
            assertThat(isCutOff(slow)).as("once the other's time is over").isTrue();
            say(balancer, "hello\r\n");
            assertThat(hear(balancer, 7)).isEqualTo("hello\r\n");
        }
    }

    /** One whose header came in time; a machine that stands still for a moment may need another try. */
    private static Socket introduced(Listener listener) throws IOException {
        for (int tries = 1;; tries++) {
            Socket balancer = connect(listener);
            try {
                say(balancer, LINE + "first\r\n");
                if (hear(balancer, 7).equals("first\r\n")) {
                    return balancer;
                }
            } catch (SocketException late) {
                assertThat(tries).as("tries: %s", late).isLessThan(20);
            }
            balancer.close();
            assertThat(tries).isLessThan(20);
        }
    }

    /** A connection that ended early had an actor only for as long, and gave its place in the cap back. */
    private void assertNobodyIsLeft(Listener listener) throws Exception {
        listener.unbind().toCompletableFuture().get(60, TimeUnit.SECONDS);
        listener.drained().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(listener.connections()).isZero();
        assertThat(created).isEmpty();
        assertThat(seen).isEmpty();
        listeners.clear();
    }

    private ConnectionAddresses opened() throws InterruptedException {
        ConnectionEvent.Opened opened = (ConnectionEvent.Opened) seen.poll(60, TimeUnit.SECONDS);
        return new ConnectionAddresses(opened.local(), opened.remote());
    }

    private static boolean isCutOff(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static ListenerSettings clear() {
        return ListenerSettings.clear("127.0.0.1", 0);
    }

    private Listener listen(ListenerSettings settings) throws Exception {
        return listen(settings, "127.0.0.1", Duration.ofSeconds(30));
    }

    private Listener listen(ListenerSettings settings, String trusted, Duration timeout) throws Exception {
        InetAddress balancer = InetAddress.getByName(trusted);
        Listener listener = Listener.bind(system, settings.withProxyProtocol(new ProxyProtocol(balancer::equals, timeout)), ends -> {
            created.add(ends);
            return LineServer.create(TestCertificate::serverEngine, seen);
        }).toCompletableFuture().get(60, TimeUnit.SECONDS);
        listeners.add(listener);
        return listener;
    }

    private static Socket connect(Listener listener) throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.address().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String hear(Socket socket, int octets) throws IOException {
        return new String(socket.getInputStream().readNBytes(octets), US_ASCII);
    }
}
