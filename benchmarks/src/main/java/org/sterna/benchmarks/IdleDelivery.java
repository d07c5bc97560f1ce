package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sterna.platform.drill.LatencyHistogram;

/** Delivers messages one after the other to a mailbox in which a client idles (RFC 2177), and times when the client is told. */
final class IdleDelivery {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How deliveries begin. */
    enum Protocol {
        /** RFC 5321. */
        SMTP("EHLO"),
        /** RFC 2033. */
        LMTP("LHLO");

        private final String greeting;

        Protocol(String greeting) {
            this.greeting = greeting;
        }
    }

    /**
     * How long it took.
     *
     * @param fromDot   from the final dot to EXISTS
     * @param fromReply from its reply to EXISTS; nothing if EXISTS came first
     */
    record Times(LatencyHistogram fromDot, LatencyHistogram fromReply) { }

    private final ImapEndpoint imap;
    private final InetSocketAddress delivery;
    private final Protocol protocol;

    IdleDelivery(ImapEndpoint imap, InetSocketAddress delivery, Protocol protocol) {
        this.imap = imap;
        this.delivery = delivery;
        this.protocol = protocol;
    }

    /**
     * Delivers and waits for each; another tenth goes before, not measured.
     *
     * @param perSecond the most that are sent in a second
     * @throws IOException if one is refused, or not told within thirty seconds
     */
    Times measure(String user, String password, int messages, int perSecond) throws IOException, InterruptedException {
        Times times = new Times(new LatencyHistogram(), new LatencyHistogram());
        SyncMessages make = new SyncMessages(4_800);
        try (SyncClient client = new SyncClient(imap); Socket socket = connect()) {
            client.ask("LOGIN \"" + user + "\" \"" + password + "\"");
            client.ask("SELECT INBOX");
            client.beginIdle();
            BlockingQueue<Long> told = new ArrayBlockingQueue<>(1000);
            Thread watcher = new Thread(() -> watch(client, told), "watcher");
            watcher.setDaemon(true);
            watcher.start();
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            expect(in, "220");
            say(socket, in, protocol.greeting + " client.example.net", "250");
            for (int number = -messages / 10; number < messages; number++) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / perSecond);
                say(socket, in, "MAIL FROM:<load@example.net>", "250");
                say(socket, in, "RCPT TO:<" + user + ">", "250");
                say(socket, in, "DATA", "354");
                byte[] message = make.message(number & Integer.MAX_VALUE);
                OutputStream out = socket.getOutputStream();
                out.write(message);
                long dot = System.nanoTime();
                out.write(".\r\n".getBytes(ISO_8859_1));
                expect(in, "250");
                long reply = System.nanoTime();
                Long seen = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (seen == null) {
                    throw new IOException("message " + number + " was not told within " + PATIENCE.toSeconds() + " s");
                }
                if (number >= 0) {
                    times.fromDot().record(seen - dot);
                    times.fromReply().record(Math.max(0, seen - reply));
                }
            }
            say(socket, in, "QUIT", "221");                  // without it the last message, sent again, could be taken for one whose reply was lost (RFC 1047)
        }
        return times;
    }

    private static void watch(SyncClient client, BlockingQueue<Long> told) {
        try {
            while (true) {
                if (client.next().endsWith(" EXISTS")) {
                    told.add(System.nanoTime());
                }
            }
        } catch (IOException ended) {
            return;                                          // the measurement closes the connection
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(delivery.getAddress(), delivery.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        return socket;
    }

    private static void say(Socket socket, BufferedReader in, String command, String code) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(ISO_8859_1));
        expect(in, code);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String line;
        do {
            line = in.readLine();
            if (line == null || !line.startsWith(code)) {
                throw new IOException("expected " + code + " but was told " + line);
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
    }
}
