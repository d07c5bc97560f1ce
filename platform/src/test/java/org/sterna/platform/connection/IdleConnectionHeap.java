package org.sterna.platform.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Prints what 2,000 idle connections cost in heap after one exchange. The clients live in a second process, started by this one, so that
 * only the server's side is counted. Argument: {@code clear}, {@code tls} or
 * {@code proxied}.
 */
public final class IdleConnectionHeap {

    private static final int CONNECTIONS = 2000;

    private IdleConnectionHeap() { }

    public static void main(String[] args) throws Exception {
        if (args.length == 2) {
            playClients(args[0], Integer.parseInt(args[1]));
            return;
        }
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "heap",
                ConfigFactory.parseString("pekko.loglevel=OFF\npekko.stdout-loglevel=OFF").withFallback(ConfigFactory.load()));
        ListenerSettings clear = ListenerSettings.clear("127.0.0.1", 0);
        Queue<ConnectionEvent> seen = new ConcurrentLinkedQueue<>();
        Listener listener = Listener.bind(system, args[0].equals("tls") ? clear.withImplicitTls(TestCertificate::serverEngine)
                : args[0].equals("proxied") ? clear.withProxyProtocol(new ProxyProtocol(peer -> true, Duration.ofMinutes(1))) : clear,
                ends -> LineServer.create(TestCertificate::serverEngine, seen)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        long before = usedAfterCollection();
        Process clients = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
                IdleConnectionHeap.class.getName(), args[0], Integer.toString(listener.address().getPort()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (InputStream ready = clients.getInputStream()) {
            if (ready.read() != '.') {
                throw new IllegalStateException("the clients did not connect");
            }
            seen.clear();
            System.out.printf("%s: %.1f KB of heap for each of %d idle connections%n",
                    args[0], (usedAfterCollection() - before) / 1024.0 / CONNECTIONS, listener.connections());
        } finally {
            clients.destroy();
            clients.waitFor();
            system.terminate();
        }
    }

    private static void playClients(String kind, int port) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        SocketFactory factory = kind.equals("tls") ? TestCertificate.trustingAnyone().getSocketFactory() : SocketFactory.getDefault();
        for (int number = 0; number < CONNECTIONS; number++) {
            Socket socket = factory.createSocket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            if (kind.equals("proxied")) {
                socket.getOutputStream().write("PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n".getBytes(US_ASCII));
            }
            socket.getOutputStream().write("hello\r\n".getBytes(US_ASCII));
            socket.getInputStream().readNBytes(7);
            sockets.add(socket);
        }
        System.out.print('.');
        System.out.flush();
        sockets.get(0).getInputStream().read();          // until the server's process ends this one
    }

    private static long usedAfterCollection() {
        for (int round = 0; round < 3; round++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
