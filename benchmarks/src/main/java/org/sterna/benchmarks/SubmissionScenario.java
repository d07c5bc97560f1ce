package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.sterna.platform.drill.LatencyHistogram;
import org.sterna.platform.drill.RelaySink;
import org.sterna.platform.drill.SinkFaults;
import org.sterna.platform.drill.SmtpLoadPlan;

/** Users' mail by implicit TLS and AUTH PLAIN, a connection with a full handshake for each message, relayed to a sink of this process. */
final class SubmissionScenario implements ComparedScenario {
    private static final String NAME = "submission, 5 KB, a new TLS connection each";
    private static final int SESSIONS = 32;
    private static final List<String> RECIPIENTS = List.of("rcpt@" + ComparedServer.SINK_DOMAIN);

    private final int octets;
    private final int messages;
    private final int sinkPort;

    SubmissionScenario(int octets, int messages, int sinkPort) {
        this.octets = octets;
        this.messages = messages;
        this.sinkPort = sinkPort;
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        try (RelaySink sink = RelaySink.open(sinkPort, SinkFaults.none())) {
            submitAll(server, new LatencyHistogram());
            SinkWait.await(sink.tally(), messages);
        }
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        try (RelaySink sink = RelaySink.open(sinkPort, SinkFaults.none())) {
            LatencyHistogram times = new LatencyHistogram();
            Duration before = server.processorTime();
            long begin = System.nanoTime();
            long acknowledged = submitAll(server, times);
            SinkWait.await(sink.tally(), messages);
            Duration processor = server.processorTime().minus(before);
            notes.add(NAME, "acknowledged/s", messages / (acknowledged / 1e9));
            notes.add(NAME, "relayed/s", messages / ((sink.tally().lastAcceptance() - begin) / 1e9), processor, messages);
        }
    }

    /** How long it took, in nanoseconds. */
    private long submitAll(ComparedServer server, LatencyHistogram times) throws IOException, InterruptedException {
        List<SmtpLoadPlan> plans = ScaleNode.addresses(ComparedAccounts.DELIVERY, ComparedAccounts.DELIVERIES).stream()
                .map(user -> ComparedLoad.singly(RECIPIENTS, octets).from(user).plan(server, messages)).toList();
        return TimedSteps.run(SESSIONS, messages, times, (worker, index) -> submit(server, plans.get(index % plans.size()), index + 1));
    }

    private static void submit(ComparedServer server, SmtpLoadPlan plan, int number) throws IOException {
        // A context of TLS for each connection: nothing of an earlier session is resumed.
        try (SmtpClient client = new SmtpClient(ImapEndpoint.implicitTls(server.hostAndPort("submissions")))) {
            client.hello();
            client.login(plan.reversePath(), ScaleNode.PASSWORD);
            client.send("MAIL FROM:<" + plan.reversePath() + ">\r\nRCPT TO:<" + plan.recipient(number) + ">\r\nDATA\r\n");
            client.reply("250");
            client.reply("250");
            client.reply("354");
            ByteArrayOutputStream content = new ByteArrayOutputStream(plan.messageOctets() + 3);
            content.writeBytes(plan.message(number));
            content.writeBytes(".\r\n".getBytes(US_ASCII));
            client.send(content.toByteArray());
            client.reply("250");
            client.ask("QUIT", "221");
        }
    }
}
