package org.sterna.platform.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.config.Network;

/** Ports on addresses of IPv4 and of IPv6. */
@Timeout(120)
class AddressesTest {
    private static ActorSystem<Void> system;

    private final BlockingQueue<ConnectionEvent> seen = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            assertThat(probe.isBound()).isTrue();
        } catch (IOException e) {
            throw new AssertionError("this machine has no IPv6 loopback address ::1, which these tests need (sysctl net.ipv6.conf.lo.disable_ipv6=0)", e);
        }
        system = ActorSystem.create(Behaviors.empty(), "addresses", ConfigFactory.parseString(
                "pekko.loglevel=OFF\npekko.stdout-loglevel=OFF\npekko.actor.default-dispatcher.fork-join-executor.parallelism-max=4")
                .withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (system != null) {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private Listener listen(String address, NetworkCap cap) throws Exception {
        return Listener.bind(system, ListenerSettings.clear(address, 0).withNetworkCap(Optional.of(cap)),
                ends -> LineServer.create(TestCertificate::serverEngine, seen)).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Socket connect(Listener listener) throws IOException {
        Socket socket = new Socket();
        socket.connect(listener.address(), 60_000);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return new String(socket.getInputStream().readNBytes(text.length()), US_ASCII);
    }

    @Test
    void bothFamiliesAreServedAndCountedByTheirNetworks() throws Exception {
        NetworkCap cap = new NetworkCap(1, address -> Optional.of(Network.of(address, address.getAddress().length == 4 ? 32 : 64)));
        Listener four = listen("127.0.0.1", cap);
        Listener six = listen("::1", cap);
        try (Socket clientOfFour = connect(four); Socket clientOfSix = connect(six)) {
            assertThat(six.address().getAddress()).isInstanceOf(Inet6Address.class);
            assertThat(ask(clientOfSix, "hello\r\n")).isEqualTo("hello\r\n");
            assertThat(ask(clientOfFour, "hallo\r\n")).isEqualTo("hallo\r\n");
            assertThat(seen).filteredOn(ConnectionEvent.Opened.class::isInstance).extracting(event -> ((ConnectionEvent.Opened) event).remote().getAddress())
                    .containsExactlyInAnyOrder(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
            try (Socket second = connect(six)) {
                assertThat(second.getInputStream().read()).as("the network of ::1 has a connection already").isEqualTo(-1);
            }
        } finally {
            four.unbind().toCompletableFuture().get(60, TimeUnit.SECONDS);
            six.unbind().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }
}
