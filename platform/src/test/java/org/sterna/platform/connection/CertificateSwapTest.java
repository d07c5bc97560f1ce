package org.sterna.platform.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.config.CertificateFiles;
import org.sterna.config.Service;
import org.sterna.platform.tls.CertificatePlan;
import org.sterna.platform.tls.CertificateStore;
import org.sterna.platform.tls.ServerTls;
import org.sterna.platform.tls.TestPem;
import org.sterna.platform.tls.TlsIdentity;

/** The certificate's file is replaced under 200 open connections: half under TLS from the first octet, half in the clear, to be upgraded later. */
@Timeout(120)
class CertificateSwapTest {
    private static final int EACH = 100;
    private static ActorSystem<Void> system;

    @TempDir
    private Path folder;
    private final BlockingQueue<ConnectionEvent> seen = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() {
        system = ActorSystem.create(Behaviors.empty(), "swap", ConfigFactory.parseString(
                "pekko.loglevel=OFF\npekko.stdout-loglevel=OFF\npekko.actor.default-dispatcher.fork-join-executor.parallelism-max=4")
                .withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void noConnectionIsDropped() throws Exception {
        TlsIdentity old = TestPem.ec("mail.example.org");
        Path file = TestPem.write(folder.resolve("mail.pem"), old);
        CertificateStore store = CertificateStore.open(new CertificatePlan(Optional.of(new CertificateFiles("sterna.tls", file, Optional.empty())),
                List.of(), Map.of()), folder, "mail.example.org");
        ServerTls tls = new ServerTls(() -> store.shown(Service.SMTP), TestPem.RULES);
        Listener implicit = listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(tls::engine), tls);
        Listener clear = listen(ListenerSettings.clear("127.0.0.1", 0), tls);
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < EACH; i++) {
                open.add(secure(connect(implicit), old.chain().get(0)));
                open.add(connect(clear));
                echo(open.get(2 * i));
                echo(open.get(2 * i + 1));
            }
            TlsIdentity next = TestPem.ec("mail.example.org");
            TestPem.write(file, next);
            assertThat(store.refresh().renewed()).hasSize(1);
            try (Socket newcomer = secure(connect(implicit), next.chain().get(0))) {
                echo(newcomer);
            }
            for (int i = 0; i < EACH; i++) {
                echo(open.get(2 * i));
                Socket turning = open.get(2 * i + 1);
                say(turning, "STARTTLS\r\n");
                assertThat(hear(turning, 14)).isEqualTo("220 go ahead\r\n");
                open.set(2 * i + 1, secure(turning, next.chain().get(0)));
                echo(open.get(2 * i + 1));
            }
            assertThat(seen).filteredOn(ConnectionEvent.TlsEstablished.class::isInstance).hasSize(2 * EACH + 1).extracting(event ->
                    ((ConnectionEvent.TlsEstablished) event).ownCertificate().orElseThrow()).containsOnly(old.chain().get(0), next.chain().get(0));
            // A connection more than those was opened, and no other than that one has ended.
            assertThat(seen).filteredOn(ConnectionEvent.Closed.class::isInstance).hasSizeLessThanOrEqualTo(1);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
            implicit.unbind();
            clear.unbind();
        }
    }

    private Listener listen(ListenerSettings settings, ServerTls tls) throws Exception {
        return Listener.bind(system, settings, ends -> LineServer.create(tls::engine, seen)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Socket connect(Listener listener) throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.address().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static Socket secure(Socket clear, Certificate expected) throws IOException {
        SSLSocket secure = (SSLSocket) TestCertificate.trustingAnyone().getSocketFactory().createSocket(clear, "mail.example.org", 25, true);
        secure.startHandshake();
        assertThat(secure.getSession().getPeerCertificates()).containsExactly(expected);
        return secure;
    }

    private static void echo(Socket socket) throws IOException {
        say(socket, "hello\r\n");
        assertThat(hear(socket, 7)).isEqualTo("hello\r\n");
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String hear(Socket socket, int octets) throws IOException {
        return new String(socket.getInputStream().readNBytes(octets), US_ASCII);
    }
}
