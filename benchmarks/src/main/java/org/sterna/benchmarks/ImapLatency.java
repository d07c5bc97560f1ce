package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sterna.platform.drill.LatencyHistogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Delivers messages by SMTP or LMTP, one after the other, to a mailbox in which a client idles (RFC 2177), and times when the client is told. */
@Command(name = "ImapLatency", mixinStandardHelpOptions = true, sortOptions = false, description = "Times from delivery to EXISTS in IDLE.")
public final class ImapLatency implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private ImapOptions imap;

    @Option(names = "--smtp", paramLabel = "HOST:PORT", description = "Where mail is delivered by SMTP.")
    private Optional<String> smtp = Optional.empty();

    @Option(names = "--lmtp", paramLabel = "HOST:PORT", description = "Where mail is delivered by LMTP (RFC 2033).")
    private Optional<String> lmtp = Optional.empty();

    @Option(names = "--user", paramLabel = "ADDRESS", required = true, description = "The account, whose INBOX is watched.")
    private String user;

    @Option(names = "--password", paramLabel = "TEXT", required = true, description = "Its password.")
    private String password;

    @Option(names = "--messages", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}; another tenth warms up.")
    private int messages = 500;

    @Option(names = "--rate", paramLabel = "N", description = "Messages a second. Default: ${DEFAULT-VALUE}.")
    private int rate = 20;

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new ImapLatency(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ImapEndpoint endpoint = imap.endpoint().orElseThrow(() -> new IOException("--imap or --imaps is missing"));
        String to = lmtp.or(() -> smtp).orElseThrow(() -> new IOException("--smtp or --lmtp is missing"));
        LatencyHistogram fromDot = new LatencyHistogram();
        LatencyHistogram fromReply = new LatencyHistogram();
        SyncMessages make = new SyncMessages(4_800);
        try (SyncClient client = new SyncClient(endpoint); Socket delivery = connect(HostAndPort.parse(to))) {
            client.ask("LOGIN \"" + user + "\" \"" + password + "\"");
            client.ask("SELECT INBOX");
            client.beginIdle();
            BlockingQueue<Long> told = new ArrayBlockingQueue<>(1000);
            Thread watcher = new Thread(() -> watch(client, told), "watcher");
            watcher.setDaemon(true);
            watcher.start();
            BufferedReader in = new BufferedReader(new InputStreamReader(delivery.getInputStream(), ISO_8859_1));
            expect(in, "220");
            say(delivery, in, (lmtp.isPresent() ? "LHLO" : "EHLO") + " client.example.net", "250");
            for (int number = -messages / 10; number < messages; number++) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / rate);
                say(delivery, in, "MAIL FROM:<load@example.net>", "250");
                say(delivery, in, "RCPT TO:<" + user + ">", "250");
                say(delivery, in, "DATA", "354");
                byte[] message = make.message(number & Integer.MAX_VALUE);
                OutputStream out = delivery.getOutputStream();
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
                    fromDot.record(seen - dot);
                    fromReply.record(Math.max(0, seen - reply));
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        report(out, "final dot to EXISTS", fromDot);
        report(out, "reply to EXISTS", fromReply);
        out.flush();
        return 0;
    }

    private static void report(PrintWriter out, String what, LatencyHistogram times) {
        out.printf("%-22s p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.2f ms (%d messages)%n", what, times.percentile(50).toNanos() / 1e6,
                times.percentile(90).toNanos() / 1e6, times.percentile(99).toNanos() / 1e6, times.max().toNanos() / 1e6, times.count());
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

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
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
