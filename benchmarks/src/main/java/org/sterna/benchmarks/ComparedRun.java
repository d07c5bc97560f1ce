package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Drives servers through scenarios, one server at a time: in each round the one goes first that went last in the round before. */
final class ComparedRun {
    private final List<? extends ComparedServer> servers;
    private final ComparedAmounts amounts;
    private final int sinkPort;
    private final PrintWriter told;
    private final ComparedReadings readings;

    /** @param told where progress is written */
    ComparedRun(List<? extends ComparedServer> servers, ComparedAmounts amounts, int sinkPort, PrintWriter told) {
        this.servers = List.copyOf(servers);
        this.amounts = amounts;
        this.sinkPort = sinkPort;
        this.told = told;
        readings = new ComparedReadings(servers.stream().map(ComparedServer::name).toList());
    }

    /** Whether all were done; one that fails is ended, and the next is begun. */
    boolean take(List<ComparedPart> parts) throws InterruptedException {
        boolean all = true;
        for (ComparedPart part : parts) {
            try {
                take(part);
            } catch (IOException | RuntimeException failure) {
                all = false;
                say(part.word() + " failed: " + failure);
            }
        }
        return all;
    }

    private void take(ComparedPart part) throws IOException, InterruptedException {
        ComparedScenario scenario = part.scenario(amounts, sinkPort);
        List<ComparedServer> order = new ArrayList<>(servers);
        order.removeIf(server -> !scenario.suits(server));
        for (ComparedServer server : order) {
            say(part.word() + ", " + server.name() + " is made ready");
            for (int time = 1; time <= amounts.warmups(); time++) {
                scenario.prepare(server);
            }
        }
        for (int round = 1; round <= amounts.rounds(); round++) {
            say(part.word() + ", round " + round);
            for (ComparedServer server : order) {
                Quiet.await(servers);
                scenario.measure(server, round, new ComparedNotes(server.name(), readings, told));
            }
            Collections.reverse(order);
        }
    }

    private void say(String text) {
        told.println(text);
        told.flush();
    }

    /** The medians of what was measured so far. */
    String table() {
        return readings.markdown(amounts.rounds());
    }
}
