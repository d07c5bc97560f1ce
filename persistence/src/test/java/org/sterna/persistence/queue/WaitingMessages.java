package org.sterna.persistence.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.WaitingMessage.State;

/** Waiting messages for tests: one usual, and what is different. */
public record WaitingMessages(WaitingMessage message) {
    public static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    public static QueueId id(int message) {
        return new QueueId(new Incarnation("a"), 0, message);
    }

    /** From smith@example.com to jones@example.org, deferred, due in five minutes and looked at in two days. */
    public static WaitingMessages waiting(int message) {
        return new WaitingMessages(new WaitingMessage(id(message), NOW, "smith@example.com", List.of("jones@example.org"), 5_000, 0, "example.org",
                State.DEFERRED, NOW.plusSeconds(300), NOW.plus(Duration.ofDays(2)), "451 later"));
    }

    public WaitingMessages accepted(Instant time) {
        return with(time, message.reversePath(), message.recipients(), message.octets(), message.priority(), message.destination(), message.state(),
                message.due(), message.look(), message.reason());
    }

    public WaitingMessages from(String reversePath) {
        return with(message.accepted(), reversePath, message.recipients(), message.octets(), message.priority(), message.destination(), message.state(),
                message.due(), message.look(), message.reason());
    }

    public WaitingMessages to(String... recipients) {
        return with(message.accepted(), message.reversePath(), List.of(recipients), message.octets(), message.priority(), message.destination(),
                message.state(), message.due(), message.look(), message.reason());
    }

    public WaitingMessages octets(long octets) {
        return with(message.accepted(), message.reversePath(), message.recipients(), octets, message.priority(), message.destination(), message.state(),
                message.due(), message.look(), message.reason());
    }

    public WaitingMessages priority(int priority) {
        return with(message.accepted(), message.reversePath(), message.recipients(), message.octets(), priority, message.destination(), message.state(),
                message.due(), message.look(), message.reason());
    }

    public WaitingMessages at(String destination) {
        return with(message.accepted(), message.reversePath(), message.recipients(), message.octets(), message.priority(), destination, message.state(),
                message.due(), message.look(), message.reason());
    }

    public WaitingMessages in(State state) {
        return with(message.accepted(), message.reversePath(), message.recipients(), message.octets(), message.priority(), message.destination(), state,
                message.due(), message.look(), message.reason());
    }

    public WaitingMessages due(Instant time) {
        return with(message.accepted(), message.reversePath(), message.recipients(), message.octets(), message.priority(), message.destination(),
                message.state(), time, message.look(), message.reason());
    }

    public WaitingMessages look(Instant time) {
        return with(message.accepted(), message.reversePath(), message.recipients(), message.octets(), message.priority(), message.destination(),
                message.state(), message.due(), time, message.reason());
    }

    public WaitingMessages because(String reason) {
        return with(message.accepted(), message.reversePath(), message.recipients(), message.octets(), message.priority(), message.destination(),
                message.state(), message.due(), message.look(), reason);
    }

    public SliceEvent event() {
        return new SliceEvent.MessageWaits(message);
    }

    private WaitingMessages with(Instant accepted, String reversePath, List<String> recipients, long octets, int priority, String destination, State state,
            Instant due, Instant look, String reason) {
        return new WaitingMessages(new WaitingMessage(message.id(), accepted, reversePath, recipients, octets, priority, destination, state, due, look,
                reason));
    }
}
