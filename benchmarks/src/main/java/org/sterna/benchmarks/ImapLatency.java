package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sterna.platform.drill.LatencyHistogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Delivers messages by SMTP or LMTP, one after the other, to a mailbox in which a client idles (RFC 2177), and times when the client is told. */
@Command(name = "ImapLatency", mixinStandardHelpOptions = true, sortOptions = false, description = "Times from delivery to EXISTS in IDLE.")
public final class ImapLatency implements Callable<Integer> {
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
        IdleDelivery.Protocol protocol = lmtp.isPresent() ? IdleDelivery.Protocol.LMTP : IdleDelivery.Protocol.SMTP;
        IdleDelivery.Times times = new IdleDelivery(endpoint, HostAndPort.parse(to), protocol).measure(user, password, messages, rate);
        PrintWriter out = spec.commandLine().getOut();
        report(out, "final dot to EXISTS", times.fromDot());
        report(out, "reply to EXISTS", times.fromReply());
        out.flush();
        return 0;
    }

    private static void report(PrintWriter out, String what, LatencyHistogram times) {
        out.printf("%-22s p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.2f ms (%d messages)%n", what, times.percentile(50).toNanos() / 1e6,
                times.percentile(90).toNanos() / 1e6, times.percentile(99).toNanos() / 1e6, times.max().toNanos() / 1e6, times.count());
    }
}
