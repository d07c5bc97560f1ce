package org.sterna.persistence.destination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A destination with its entity's lives, and nodes that behave as they should; all at a time that a test sets. */
final class Town {
    static final Instant START = Instant.parse("2026-02-03T04:05:06Z");

    private final Map<String, Neighbour> nodes = new TreeMap<>();
    private final List<DestinationEvent> events = new ArrayList<>();
    private Destination durable = Destination.EMPTY;
    private Instant now = START;
    private long lives = 1;
    private Life life = new Life(lives, durable, now);

    Neighbour node(String name) {
        return nodes.computeIfAbsent(name, Neighbour::new);
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    List<DestinationEvent> events() {
        return events;
    }

    private void store(List<DestinationEvent> more) {
        for (DestinationEvent event : more) {
            events.add(event);
            durable = durable.evolve(event);
        }
    }

    void freeze(String reason) {
        store(durable.freeze(reason, now));
    }

    void thaw() {
        store(durable.thaw(now));
    }

    void hurry() {
        life.hurry(now);
    }

    boolean idle() {
        return life.isIdle(durable, now, Duration.ofMinutes(6));
    }

    /** The entity ends without a word, and begins anew. */
    void crash() {
        durable = new DestinationCodec().read(new DestinationCodec().manifest(durable), Map.of());
        life = new Life(++lives, durable, now);
    }

    /** It ends as planned. */
    void stop() {
        store(life.lastWords(durable, now));
        crash();
    }

    /** Connections that nodes may have now. */
    int live() {
        return nodes.values().stream().mapToInt(Neighbour::live).sum();
    }

    /** A node. */
    final class Neighbour {
        private final String name;
        private Reply answer = new Reply.Later(Duration.ZERO, new Condition.Open());
        private Report.Known known = Report.Known.NONE;
        private int granted;
        private Instant until = START;
        private int wanted;
        private int inUse;
        private int left;
        private long sent;
        private Instant lastSent = START;
        private int leftConnects;
        private int wantedMessages;
        private int wantedConnects;
        private Report.Outcomes outcomes = Report.Outcomes.NONE;

        private Neighbour(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        Neighbour wants(int connections) {
            wanted = connections;
            return this;
        }

        Neighbour wantsMessages(int more) {
            wantedMessages = more;
            return this;
        }

        Neighbour wantsConnects(int more) {
            wantedConnects = more;
            return this;
        }

        Neighbour uses(int connections) {
            inUse = connections;
            return this;
        }

        /** As many as it may. */
        int sends(int most, List<Instant> log) {
            int count = live() > 0 ? Math.min(most, left) : 0;
            left -= count;
            sent += count;
            for (int i = 0; i < count; i++) {
                lastSent = now;
                log.add(now);
            }
            return count;
        }

        Neighbour sends(int count) {
            sends(count, new ArrayList<>());
            return this;
        }

        Neighbour succeeds(int times) {
            outcomes = new Report.Outcomes(outcomes.successes() + times, outcomes.failures(), 0, outcomes.reason());
            return this;
        }

        Neighbour fails(int times) {
            outcomes = new Report.Outcomes(outcomes.successes(), outcomes.failures() + times, outcomes.trailing() + times, "refused");
            return this;
        }

        private Report report(boolean leaving) {
            if (!now.isBefore(until)) {
                left = 0;
                leftConnects = 0;
            }
            Report report = new Report(known, wanted, inUse, new Report.Tokens(wantedConnects, leftConnects, 0, Duration.ZERO),
                    new Report.Tokens(wantedMessages, left, sent, Duration.between(lastSent, now)), outcomes, leaving);
            outcomes = Report.Outcomes.NONE;
            return report;
        }

        Neighbour asks(Limits limits) {
            Life.Decision decision = send(limits, false);
            hear(decision.reply(), now);
            return this;
        }

        /** The answer is under way. */
        Life.Decision send(Limits limits, boolean leaving) {
            Life.Decision decision = life.ask(durable, name, report(leaving), limits, now, 0.5);
            store(decision.events());
            return decision;
        }

        void hear(Reply reply, Instant asked) {
            answer = reply;
            if (reply instanceof Reply.Granted grant) {
                known = grant.name();
                granted = grant.connections();
                until = asked.plus(grant.length());
                left = granted == 0 ? 0 : left + grant.messages().orElse(0);
                leftConnects = granted == 0 ? 0 : leftConnects + grant.connects().orElse(0);
            }
        }

        void leaves(Limits limits) {
            left = 0;
            inUse = 0;
            until = now;
            send(limits, true);
        }

        Reply answer() {
            return answer;
        }

        int granted() {
            return answer instanceof Reply.Granted grant ? grant.connections() : 0;
        }

        int messages() {
            return answer instanceof Reply.Granted grant ? grant.messages().orElse(-1) : 0;
        }

        int connects() {
            return answer instanceof Reply.Granted grant ? grant.connects().orElse(-1) : 0;
        }

        /** Connections that it may have now. */
        int live() {
            return now.isBefore(until) ? granted : 0;
        }
    }
}
