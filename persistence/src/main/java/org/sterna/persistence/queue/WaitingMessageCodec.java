package org.sterna.persistence.queue;

import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.WaitingMessage.State;

/** The written form of a waiting message in an event. Numbers of states are written names: they never change. */
final class WaitingMessageCodec {
    /** So that a priority, -9 to 9, is an octet. */
    private static final int PRIORITY = 9;

    private WaitingMessageCodec() { }

    static void write(FieldWriter out, WaitingMessage message) {
        out.text(message.id().toString()).time(message.accepted()).text(message.reversePath()).list(message.recipients(), FieldWriter::text)
                .number(message.octets()).octet(message.priority() + PRIORITY).text(message.destination()).octet(number(message.state()))
                .time(message.due()).time(message.look()).text(message.reason());
    }

    static WaitingMessage read(FieldReader in) {
        return new WaitingMessage(QueueId.of(in.text()), in.time(), in.text(), in.list(FieldReader::text), in.number(), in.octet() - PRIORITY, in.text(),
                state(in.octet()), in.time(), in.time(), in.text());
    }

    static int number(State state) {
        return switch (state) {
            case READY -> 0;
            case DEFERRED -> 1;
            case SCHEDULED -> 2;
            case HELD -> 3;
        };
    }

    static State state(int number) {
        return switch (number) {
            case 0 -> State.READY;
            case 1 -> State.DEFERRED;
            case 2 -> State.SCHEDULED;
            case 3 -> State.HELD;
            default -> throw new UnreadableRecordException("a waiting message in state " + number);
        };
    }
}
