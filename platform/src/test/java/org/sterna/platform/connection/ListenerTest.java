package org.sterna.platform.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class ListenerTest {

    private static final int BIG = 50 * 1024 * 1024;
    private static ActorSystem<Void> system;

    private final BlockingQueue<ConnectionEvent> seen = new LinkedBlockingQueue<>();
    private final List<Listener> listeners = new ArrayList<>();

    @BeforeAll
    static void start() {
        system = ActorSystem.create(Behaviors.empty(), "connections", ConfigFactory.parseString(
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
    void echoesInTheClearAndClosesInOrder() throws Exception {
        try (Socket client = connect(listen(clear()))) {
            say(client, "hello\r\n");
            assertThat(hear(client, 7)).isEqualTo("hello\r\n");
            say(client, "QUIT\r\n");
            assertThat(hear(client, 9)).isEqualTo("221 bye\r\n");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(closed()).isEqualTo(new CloseReason.ByBoth());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void turnsToTlsBehindTheClearReply(String protocol) throws Exception {
        try (Socket client = connect(listen(clear(), protocol))) {
            say(client, "STARTTLS\r\n");
            assertThat(hear(client, 14)).isEqualTo("220 go ahead\r\n");
            SSLSocket secure = secure(client);
            say(secure, "hello\r\n");
            assertThat(hear(secure, 7)).isEqualTo("hello\r\n");
            assertThat(secure.getSession().getProtocol()).isEqualTo(protocol);
            say(secure, "QUIT\r\n");
            assertThat(hear(secure, 9)).isEqualTo("221 bye\r\n");
            assertThat(secure.getInputStream().read()).as("close_notify, then the end").isEqualTo(-1);
            secure.close();
        }
        assertThat(closed()).isEqualTo(new CloseReason.ByBoth());
        assertThat(seen).anySatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(ConnectionEvent.TlsEstablished.class, tls -> {
                    assertThat(tls.protocol()).isEqualTo(protocol);
                    assertThat(tls.peerCertificates()).isEmpty();
                    assertThat(tls.ownCertificate()).contains(TestCertificate.certificate());
                }));
    }

    /** Each new handshake would cost us a signature, and the client next to nothing. */
    @Test
    void aClientMayNotNegotiateAnew() throws Exception {
        try (Socket client = connect(listen(clear(), "TLSv1.2"))) {
            say(client, "STARTTLS\r\n");
            hear(client, 14);
            SSLSocket secure = secure(client);
            secure.setSoTimeout(60_000);
            say(secure, "hello\r\n");
            assertThat(hear(secure, 7)).isEqualTo("hello\r\n");
            assertThatThrownBy(() -> {
                secure.startHandshake();
                drain(secure);
            }).isInstanceOf(IOException.class);
        }
        assertThat(closed()).isInstanceOfSatisfying(CloseReason.TlsFailure.class, failure -> assertThat(failure.toString()).contains("anew"));
    }

    @Test
    void startsWithTlsOnAnImplicitPort() throws Exception {
        Listener listener = listen(clear().withImplicitTls(TestCertificate::serverEngine));
        try (SSLSocket client = (SSLSocket) TestCertificate.context().getSocketFactory()
                .createSocket("127.0.0.1", listener.address().getPort())) {
            say(client, "hello\r\n");
            assertThat(hear(client, 7)).isEqualTo("hello\r\n");
        }
        assertThat(closed()).isEqualTo(new CloseReason.ByPeer());
    }

    @Test
    void plainTextOnAnImplicitPortFails() throws Exception {
        try (Socket client = connect(listen(clear().withImplicitTls(TestCertificate::serverEngine)))) {
            say(client, "EHLO client.example.net\r\n");
            drain(client);
        }
        assertThat(closed()).isInstanceOf(CloseReason.TlsFailure.class);
        assertThat(seen).noneMatch(ConnectionEvent.TlsEstablished.class::isInstance);
    }

    @Test
    void peerThatLeavesInTheHandshakeIsATlsFailure() throws Exception {
        try (Socket client = connect(listen(clear().withImplicitTls(TestCertificate::serverEngine)))) {
            client.shutdownOutput();
            drain(client);
        }
        assertThat(closed()).isInstanceOf(CloseReason.TlsFailure.class);
    }

    @Test
    void octetsBehindStarttlsInItsSegmentCloseTheConnection() throws Exception {            // RFC 3207 section 6
        try (Socket client = connect(listen(clear()))) {
            say(client, "STARTTLS\r\nMAIL FROM:<a@example.org>\r\n");
            assertThatThrownBy(() -> secure(client)).isInstanceOf(IOException.class);
        }
        assertThat(closed()).isEqualTo(new CloseReason.Injected());
    }

    @Test
    void octetsBehindStarttlsInALaterSegmentAreNeverReadInTheClear() throws Exception {     // RFC 3207 section 6
        try (Socket client = connect(listen(clear()))) {
            say(client, "STARTTLS\r\n");
            say(client, "MAIL FROM:<a@example.org>\r\n");
            drain(client);
        } catch (SocketException reset) {
            // either way the connection is gone
        }
        assertThat(closed()).isInstanceOfAny(CloseReason.TlsFailure.class, CloseReason.Injected.class);
    }

    @Test
    void clientHelloOnAClearPortIsOctets() throws Exception {
        try (Socket client = connect(listen(clear()))) {
            client.getOutputStream().write(new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 3});
            assertThat(client.getInputStream().readNBytes(10)).startsWith(22, 3, 1).hasSize(10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clear", "TLSv1.2", "TLSv1.3"})
    void carriesFiftyMegabytesEachWayOctetForOctet(String protocol) throws Exception {
        boolean inTheClear = protocol.equals("clear");
        Listener listener = listen(inTheClear ? clear() : clear().withImplicitTls(() -> TestCertificate.serverEngine(protocol)));
        try (Socket client = inTheClear ? connect(listener)
                : TestCertificate.context().getSocketFactory().createSocket("127.0.0.1", listener.address().getPort())) {
            CompletableFuture<byte[]> sent = CompletableFuture.supplyAsync(() -> sendBig(client));
            MessageDigest received = MessageDigest.getInstance("SHA-256");
            byte[] portion = new byte[64 * 1024];
            for (int left = BIG; left > 0;) {
                int octets = client.getInputStream().read(portion, 0, Math.min(left, portion.length));
                assertThat(octets).isPositive();
                received.update(portion, 0, octets);
                left -= octets;
            }
            assertThat(received.digest()).isEqualTo(sent.get(60, TimeUnit.SECONDS));
        }
    }

    private static byte[] sendBig(Socket client) {
        try {
            Random random = new Random(1);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] portion = new byte[60_000];
            for (int left = BIG; left > 0;) {
                random.nextBytes(portion);
                int octets = Math.min(left, portion.length);
                digest.update(portion, 0, octets);
                client.getOutputStream().write(portion, 0, octets);
                left -= octets;
            }
            client.getOutputStream().flush();
            return digest.digest();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void answersAPeerThatHasFinishedItsSide() throws Exception {
        try (Socket client = connect(listen(clear()))) {
            say(client, "hello\r\n");
            client.shutdownOutput();
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("hello\r\nbye\r\n");
        }
        assertThat(closed()).isEqualTo(new CloseReason.ByPeer());
    }

    @Test
    void reportsAReset() throws Exception {
        try (Socket client = connect(listen(clear()))) {
            say(client, "hello\r\n");
            hear(client, 7);
            client.setSoLinger(true, 0);
        }
        assertThat(closed()).isInstanceOf(CloseReason.Failure.class);
    }

    @Test
    void aCrashedActorLosesItsSocket() throws Exception {
        Listener listener = listen(clear());
        try (Socket client = connect(listener)) {
            say(client, "CRASH\r\n");
            assertThatThrownBy(() -> {
                if (client.getInputStream().read() < 0) {
                    throw new SocketException("closed");
                }
            }).isInstanceOf(SocketException.class);
        }
        listener.unbind();
        listener.drained().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(listener.connections()).isZero();
    }

    @Test
    void aWriterThatDoesNotWaitIsCutOff() throws Exception {
        try (Socket client = connect(listen(clear()))) {
            say(client, "FLOOD\r\n");
            assertThat(closed()).isEqualTo(new CloseReason.Overflow());
        }
    }

    @Test
    void aPeerThatDoesNotReadIsNotReadEither() throws Exception {
        Listener listener = listen(clear());
        try (SocketChannel client = SocketChannel.open(listener.address()); Selector selector = Selector.open()) {
            client.configureBlocking(false);
            SelectionKey key = client.register(selector, SelectionKey.OP_WRITE);
            long taken = 0;
            while (selector.select(500) > 0) {
                selector.selectedKeys().clear();
                taken += client.write(ByteBuffer.allocate(64 * 1024));
                assertThat(taken).as("octets taken from a client that reads nothing").isLessThan(40_000_000L);
            }
            key.interestOps(SelectionKey.OP_READ);
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            for (long back = 0; back < taken;) {
                assertThat(selector.select(60_000)).isPositive();
                selector.selectedKeys().clear();
                back += client.read(buffer.clear());
            }
        }
    }

    @Test
    void servesTwoHundredConnectionsAtOnce() throws Exception {
        Listener listener = listen(clear());
        List<Socket> clients = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            clients.add(connect(listener));
        }
        for (int round = 0; round < 3; round++) {
            for (int number = 0; number < clients.size(); number++) {
                say(clients.get(number), "number %05d\r\n".formatted(number));
            }
            for (int number = 0; number < clients.size(); number++) {
                assertThat(hear(clients.get(number), 14)).isEqualTo("number %05d\r\n".formatted(number));
            }
        }
        assertThat(listener.connections()).isEqualTo(200);
        for (Socket client : clients) {
            client.close();
        }
        listener.unbind();
        listener.drained().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(listener.connections()).isZero();
    }

    @Test
    void oneTooManyIsToldSo() throws Exception {
        Listener listener = listen(clear().withCap(new ConnectionCap(1), "421 4.3.2 too many connections\r\n"));
        try (Socket first = connect(listener); Socket second = connect(listener)) {
            assertThat(new String(second.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("421 4.3.2 too many connections\r\n");
            say(first, "hello\r\n");
            assertThat(hear(first, 7)).isEqualTo("hello\r\n");
        }
    }

    @Test
    void listenersShareACap() throws Exception {
        ConnectionCap cap = new ConnectionCap(1);
        Listener smtp = listen(clear().withCap(cap, "421 4.3.2 too many connections\r\n"));
        Listener imap = listen(clear().withCap(cap, "* BYE too many connections\r\n"));
        try (Socket first = connect(imap)) {
            say(first, "hello\r\n");
            assertThat(hear(first, 7)).isEqualTo("hello\r\n");
            try (Socket second = connect(smtp); Socket third = connect(imap)) {
                assertThat(new String(second.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("421 4.3.2 too many connections\r\n");
                assertThat(new String(third.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("* BYE too many connections\r\n");
            }
            assertThat(cap.open()).isEqualTo(1);
            say(first, "QUIT\r\n");
            assertThat(hear(first, 9)).isEqualTo("221 bye\r\n");
        }
        closed();
        imap.unbind();
        imap.drained().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(cap.open()).isZero();
        try (Socket next = connect(smtp)) {
            say(next, "hello\r\n");
            assertThat(hear(next, 7)).isEqualTo("hello\r\n");
        }
    }

    @Test
    void aTakenPortIsNamedWithAWayOut() throws Exception {
        int port = listen(clear()).address().getPort();
        assertThatThrownBy(() -> Listener.bind(system, ListenerSettings.clear("127.0.0.1", port), ends -> Behaviors.empty())
                .toCompletableFuture().get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(PortNotAvailableException.class)
                .hasMessageContaining("127.0.0.1:" + port).hasMessageContaining("in use").hasMessageContaining("--port-offset");
    }

    @Test
    void connectsOutAndTurnsToTls() throws Exception {
        Listener listener = listen(clear());
        BlockingQueue<ConnectionEvent> heard = new LinkedBlockingQueue<>();
        connectOut(listener.address(), heard);
        ConnectionOutput output = ((ConnectionEvent.Opened) heard.poll(60, TimeUnit.SECONDS)).output();
        output.write(ByteString.fromString("STARTTLS\r\n"));
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new ConnectionEvent.Drained());
        output.pull();
        assertThat(heard.poll(60, TimeUnit.SECONDS))
                .isEqualTo(new ConnectionEvent.Received(ByteString.fromString("220 go ahead\r\n")));
        var engine = TestCertificate.context().createSSLEngine("localhost", 25);
        engine.setUseClientMode(true);
        output.upgrade(engine);
        output.write(ByteString.fromString("hello\r\n"));
        output.pull();
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isInstanceOfSatisfying(ConnectionEvent.TlsEstablished.class,
                tls -> assertThat(tls.peerCertificates()).hasSize(1));
        assertThat(List.of(heard.poll(60, TimeUnit.SECONDS), heard.poll(60, TimeUnit.SECONDS))).containsExactlyInAnyOrder(
                new ConnectionEvent.Drained(), new ConnectionEvent.Received(ByteString.fromString("hello\r\n")));
        output.finish();
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(new ConnectionEvent.Closed(new CloseReason.ByBoth()));
        assertThat(closed()).isEqualTo(new CloseReason.ByPeer());
    }

    @Test
    void aRefusedConnectionIsAClosedOne() throws Exception {
        BlockingQueue<ConnectionEvent> heard = new LinkedBlockingQueue<>();
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));              // nobody listens, and nobody else can
            connectOut((InetSocketAddress) taken.getLocalSocketAddress(), heard);
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isInstanceOfSatisfying(ConnectionEvent.Closed.class, event ->
                    assertThat(event.reason()).isEqualTo(new CloseReason.Failure("Connection refused")));
        }
    }

    private static void connectOut(InetSocketAddress address, BlockingQueue<ConnectionEvent> heard) {
        var actor = system.<ConnectionEvent>systemActorOf(Behaviors.receiveMessage(event -> {
            heard.add(event);
            return event instanceof ConnectionEvent.Closed ? Behaviors.stopped() : Behaviors.same();
        }), "client-" + System.nanoTime(), org.apache.pekko.actor.typed.Props.empty());
        new Connector(Optional.of(new InetSocketAddress("127.0.0.1", 0)), Duration.ofSeconds(60), Optional.empty(), ConnectionSettings.DEFAULT)
                .connect(system, address, actor);
    }

    private static ListenerSettings clear() {
        return ListenerSettings.clear("127.0.0.1", 0);
    }

    private Listener listen(ListenerSettings settings, String... protocols) throws Exception {
        Listener listener = Listener.bind(
                system, settings, ends -> LineServer.create(() -> TestCertificate.serverEngine(protocols), seen))
                .toCompletableFuture().get(60, TimeUnit.SECONDS);
        listeners.add(listener);
        return listener;
    }

    private static Socket connect(Listener listener) throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.address().getPort());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static SSLSocket secure(Socket clear) throws IOException {
        SSLSocket secure = (SSLSocket) TestCertificate.context().getSocketFactory().createSocket(clear, "localhost", 25, true);
        secure.startHandshake();
        return secure;
    }

    private static void say(Socket socket, String text) throws IOException {
        OutputStream output = socket.getOutputStream();
        output.write(text.getBytes(US_ASCII));
        output.flush();
    }

    private static String hear(Socket socket, int octets) throws IOException {
        return new String(socket.getInputStream().readNBytes(octets), US_ASCII);
    }

    private static void drain(Socket socket) throws IOException {
        try (InputStream input = socket.getInputStream()) {
            input.readAllBytes();
        }
    }

    private CloseReason closed() throws InterruptedException {
        List<ConnectionEvent> before = new ArrayList<>();
        for (ConnectionEvent event = seen.poll(60, TimeUnit.SECONDS); event != null; event = seen.poll(60, TimeUnit.SECONDS)) {
            if (event instanceof ConnectionEvent.Closed closed) {
                seen.addAll(before);
                return closed.reason();
            }
            before.add(event);
        }
        throw new AssertionError("not closed, only " + before);
    }
}
