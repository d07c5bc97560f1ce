package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Times what a client does that fetches by POP3: login, UIDL, LIST, and RETR of many messages, one by one and with all commands sent at once
 * (RFC 2449 section 6.6). Nothing is deleted.
 */
@Command(name = "Pop3Retrieval", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Times login, UIDL, LIST and RETR of many messages.")
public final class Pop3Retrieval implements Callable<Integer> {
    /** Something that is timed; returns octets read. */
    private interface Work {
        long take() throws IOException;
    }

    @Option(names = "--pop3s", paramLabel = "HOST:PORT", description = "POP3 with implicit TLS; any certificate will do.")
    private Optional<String> secured = Optional.empty();

    @Option(names = "--pop3", paramLabel = "HOST:PORT", description = "POP3 in the clear, for servers that take USER there.")
    private Optional<String> clear = Optional.empty();

    @Mixin
    private ImapOptions imap;

    @Option(names = "--user", paramLabel = "ADDRESS", required = true, description = "The account.")
    private String user;

    @Option(names = "--password", paramLabel = "TEXT", required = true, description = "Its password.")
    private String password;

    @Option(names = "--messages", paramLabel = "N",
            description = "Messages that are fetched; with --imap or --imaps the INBOX is filled up to them. Default: ${DEFAULT-VALUE}.")
    private int messages = 1_000;

    @Option(names = "--size", paramLabel = "OCTETS", description = "Of a message, about. Default: ${DEFAULT-VALUE}.")
    private int size = 4_800;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each is done; each time is shown. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Mixin
    private ServerOptions server;

    @Spec
    private CommandSpec spec;

    private PrintWriter out;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new Pop3Retrieval(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        out = spec.commandLine().getOut();
        ImapEndpoint endpoint = secured.map(ImapEndpoint::implicitTls).or(() -> clear.map(ImapEndpoint::inTheClear))
                .orElseThrow(() -> new IOException("--pop3 or --pop3s is missing"));
        Optional<ImapEndpoint> filling = imap.endpoint();
        if (filling.isPresent()) {
            InboxFilling.fill(filling.get(), user, password, messages, size);
        }
        out.printf("%-36s %s%n", messages + " messages", "milliseconds of each round; messages/s of the best; octets; processor ms of the server");
        timed("connection, USER, PASS, QUIT", 1, () -> {
            try (RetrievalClient client = new RetrievalClient(endpoint, user, password)) {
                return client.quit();
            }
        });
        try (RetrievalClient client = new RetrievalClient(endpoint, user, password)) {
            if (client.count() < messages) {
                throw new IOException("the maildrop has " + client.count() + " messages, not " + messages);
            }
            timed("UIDL", client.count(), () -> client.list("UIDL"));
            timed("LIST", client.count(), () -> client.list("LIST"));
            timed("RETR, each waited for", messages, () -> client.retrieve(messages, 1));
            timed("RETR, pipelined", messages, () -> client.retrieve(messages, messages));
            client.quit();
        }
        out.flush();
        return 0;
    }

    private void timed(String what, long count, Work work) throws IOException {
        double[] times = new double[rounds];
        long octets = 0;
        CostMeter meter = CostMeter.start(server);
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            octets = work.take();
            times[round] = (System.nanoTime() - begin) / 1e6;
        }
        Cost cost = meter.read();
        StringBuilder all = new StringBuilder();
        for (double time : times) {
            all.append(String.format("%9.2f", time));
        }
        out.printf("  %-34s%s %,12.0f/s %,13d octets%s%n", what, all, count / Arrays.stream(times).min().orElse(1) * 1e3, octets,
                cost.processor().map(time -> String.format(" %,9.0f ms", time.toNanos() / 1e6 / times.length)).orElse(""));
        out.flush();
    }
}
