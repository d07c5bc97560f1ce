package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Opens many SMTP connections and reports what each costs the server's heap behind EHLO; may then send a message on each, an octet a
 * second, and may send one large message and report what it adds to the live heap while it comes.
 */
@Command(name = "SmtpConnections", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Opens many SMTP connections and measures the server's heap.")
public final class SmtpConnections implements Callable<Integer> {
    private static final int CLASSES_SHOWN = 8;
    private static final int SAMPLES = 8;

    @Option(names = "--host", paramLabel = "HOST", description = "Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", required = true, description = "The server's port for mail from other servers.")
    private int port;

    @Option(names = "--connections", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int connections = 10_000;

    @Option(names = "--recipient", paramLabel = "ADDRESS", description = "For --drip and --large.")
    private Optional<String> recipient = Optional.empty();

    @Option(names = "--drip", paramLabel = "SECONDS", description = "Sends on each connection the content of a message, an octet a second.")
    private int dripSeconds;

    @Option(names = "--large", paramLabel = "MIB", description = "Sends one message of this size, and measures the heap while it comes.")
    private int largeMebibytes;

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new SmtpConnections(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        if ((dripSeconds > 0 || largeMebibytes > 0) && recipient.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--drip and --large need --recipient");
        }
        Optional<Long> pid = server.mainProcess();
        ImapEndpoint address = new ImapEndpoint(new InetSocketAddress(host, port), Optional.empty());
        List<SmtpClient> open = new ArrayList<>();
        try {
            try (SmtpClient first = new SmtpClient(address)) {              // what a server loads at its first connection is in no figure
                first.hello();
                first.ask("QUIT", "221");
            }
            if (connections > 0) {
                idle(address, open, pid);
            }
            if (dripSeconds > 0) {
                drip(open);
            }
            if (largeMebibytes > 0) {
                large(address, pid.orElseThrow(() -> new ParameterException(spec.commandLine(), "--pids or --data is missing")));
            }
            return 0;
        } finally {
            for (SmtpClient each : open) {
                each.close();
            }
        }
    }

    private void idle(ImapEndpoint address, List<SmtpClient> open, Optional<Long> pid) throws IOException {
        Optional<ClassHistogram> before = pid.isPresent() ? Optional.of(ClassHistogram.of(pid.get())) : Optional.empty();
        for (int number = 0; number < connections; number++) {
            SmtpClient client = new SmtpClient(address);
            open.add(client);
            client.hello();
        }
        if (before.isPresent()) {
            ClassHistogram after = ClassHistogram.of(pid.get());
            say("%d connections behind EHLO: heap %,d octets each (live %,d KiB to %,d KiB)", connections,
                    (after.total() - before.get().total()) / connections, before.get().total() >> 10, after.total() >> 10);
            after.growth(before.get(), CLASSES_SHOWN).forEach(grown -> say("  %,12d octets more of %s", grown.getValue(), grown.getKey()));
        }
    }

    private void drip(List<SmtpClient> open) throws IOException {
        for (SmtpClient each : open) {
            each.beginContent(recipient.orElseThrow());
        }
        say("%d connections drip for %d s", open.size(), dripSeconds);
        long next = System.nanoTime();
        for (int second = 0; second < dripSeconds; second++) {
            for (SmtpClient each : open) {
                each.send("x");
            }
            next += TimeUnit.SECONDS.toNanos(1);
            LockSupport.parkNanos(next - System.nanoTime());
        }
        for (SmtpClient each : open) {
            each.send("\r\n.\r\n");
        }
        for (SmtpClient each : open) {
            each.reply("250");
        }
        say("%d messages accepted", open.size());
    }

    private void large(ImapEndpoint address, long pid) throws IOException {
        byte[] mebibyte = ("a line of sixty-four octets, with the CR LF that ends it......\r\n".repeat(16 * 1024)).getBytes(ISO_8859_1);
        try (SmtpClient client = new SmtpClient(address)) {
            client.hello();
            long before = ClassHistogram.of(pid).total();
            long most = Long.MIN_VALUE;
            client.beginContent(recipient.orElseThrow());
            client.send("Subject: large\r\n\r\n");
            for (int sent = 0; sent < largeMebibytes; sent++) {
                client.send(mebibyte);
                if (sent % Math.max(1, largeMebibytes / SAMPLES) == 0) {
                    most = Math.max(most, ClassHistogram.of(pid).total() - before);
                }
            }
            client.send(".\r\n");
            client.reply("250");
            say("a message of %d MiB: at most %,d octets of live heap more than before it, in %d samples while it came", largeMebibytes, most, SAMPLES);
        }
    }

    private void say(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(format + "%n", values);
        out.flush();
    }
}
