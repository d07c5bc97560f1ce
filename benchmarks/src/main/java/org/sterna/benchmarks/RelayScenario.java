package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.sterna.platform.drill.RelaySink;
import org.sterna.platform.drill.SinkFaults;
import org.sterna.platform.drill.SmtpLoadResult;

/** Mail that goes on to a sink of this process, each message on a connection of its own: what is relayed in a second, until the last one has come there. */
final class RelayScenario implements ComparedScenario {
    private static final String NAME = "relay, 5 KB";

    private final ComparedLoad load;
    private final int messages;
    private final int sinkPort;

    RelayScenario(int octets, int messages, int sinkPort) {
        load = ComparedLoad.singly(List.of("rcpt@" + ComparedServer.SINK_DOMAIN), octets);
        this.messages = messages;
        this.sinkPort = sinkPort;
    }

    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        try (RelaySink sink = RelaySink.open(sinkPort, SinkFaults.none())) {
            ComparedLoad.run(load.plan(server, messages));
            SinkWait.await(sink.tally(), messages);
        }
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        try (RelaySink sink = RelaySink.open(sinkPort, SinkFaults.none())) {
            Duration before = server.processorTime();
            long begin = System.nanoTime();
            SmtpLoadResult result = ComparedLoad.run(load.plan(server, messages));
            SinkWait.await(sink.tally(), messages);
            Duration processor = server.processorTime().minus(before);
            notes.add(NAME, "acknowledged/s", result.acknowledgedPerSecond());
            notes.add(NAME, "relayed/s", messages / ((sink.tally().lastAcceptance() - begin) / 1e9), processor, messages);
        }
    }
}
