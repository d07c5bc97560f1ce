package org.sterna.persistence.queue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.WaitingMessage.State;

/**
 * One waiting message as a slice keeps it: 96 octets and its recipients. It bears its own places in the heap and in the chains
 * of what is ready, so that being there costs no other object. Strings that many lines have are shared ({@link Shared}).
 */
final class Line {
    static final int MAX_REASON = 200;
    /** Not in the heap. */
    static final int NOWHERE = -1;
    private static final State[] STATES = State.values();
    private static final Shared<Incarnation> INCARNATIONS = new Shared<>(1 << 8);
    private static final Shared<String> STRINGS = new Shared<>(1 << 15);

    private final Incarnation incarnation;
    private final long window;
    private final int message;
    private long accepted;
    private long due;
    private long look;
    /** Unsigned: sizes beyond 4 GiB are shown as 4 GiB. */
    private int octets;
    private byte priority;
    private byte state;
    /** What it is again when it is released. */
    private byte former;
    private String reversePath = "";
    private byte[] recipients = {0};
    private String destination = "";
    private String reason = "";

    /** Place in the {@link DueHeap}, or {@link #NOWHERE}. */
    int at = NOWHERE;
    /** It has been started, and nothing wakes it. */
    boolean running;
    /** Set by {@link ReadyLines} alone. */
    Line next;
    Line previous;
    Line nextSender;
    Line previousSender;

    private Line(QueueId id) {
        incarnation = INCARNATIONS.of(id.incarnation());
        window = id.window();
        message = id.message();
    }

    /** A line that only serves to look for another. */
    static Line key(QueueId id) {
        return new Line(id);
    }

    static Line of(WaitingMessage from) {
        Line line = new Line(from.id());
        line.state = (byte) State.READY.ordinal();
        line.set(from);
        return line;
    }

    /** Takes over what the message says now. */
    void set(WaitingMessage from) {
        accepted = from.accepted().toEpochMilli();
        due = from.due().toEpochMilli();
        look = from.look().toEpochMilli();
        octets = (int) Math.min(from.octets(), 0xFFFF_FFFFL);
        priority = (byte) from.priority();
        reversePath = STRINGS.of(from.reversePath());
        destination = STRINGS.of(from.destination());
        reason = STRINGS.of(from.reason().length() > MAX_REASON ? from.reason().substring(0, MAX_REASON) : from.reason());
        byte[] written = new FieldWriter(64).list(from.recipients(), FieldWriter::text).toOctets();
        recipients = Arrays.equals(written, recipients) ? recipients : written;
        if (from.state() == State.HELD) {
            hold();
        } else if (held()) {
            former = (byte) from.state().ordinal();
        } else {
            state = (byte) from.state().ordinal();
        }
    }

    void hold() {
        if (!held()) {
            former = state;
            state = (byte) State.HELD.ordinal();
        }
    }

    /** What became due while it was held is found by a look: a report, or its end. */
    void release(Instant at) {
        if (held()) {
            state = former;
            look = Math.min(look, at.toEpochMilli());
        }
    }

    State state() {
        return STATES[state];
    }

    boolean held() {
        return state == State.HELD.ordinal();
    }

    void hurry(Instant to) {
        if (!held()) {
            due = to.toEpochMilli();
        }
    }

    QueueId id() {
        return new QueueId(incarnation, window, message);
    }

    boolean sameId(Line other) {
        return message == other.message && window == other.window && incarnation.equals(other.incarnation);
    }

    int idHash() {
        return mix(incarnation.hashCode() * 31 + Long.hashCode(window), message);
    }

    boolean sameSender(Line other) {
        return urgency() == other.urgency() && reversePath.equals(other.reversePath) && destination.equals(other.destination);
    }

    int senderHash() {
        return mix(destination.hashCode() * 31 + reversePath.hashCode(), urgency());
    }

    private static int mix(int one, int other) {
        int hash = one * 0x9E3779B9 + other * 0x85EBCA6B;
        hash = (hash ^ hash >>> 16) * 0x7FEB352D;
        return hash ^ hash >>> 15;
    }

    String destination() {
        return destination;
    }

    /** 0 for mail above the normal priority, 1 for normal, 2 for below (RFC 6710). */
    int urgency() {
        return priority > 0 ? 0 : priority == 0 ? 1 : 2;
    }

    boolean isDue(long now) {
        return !held() && due <= now;
    }

    boolean wantsLook(long now) {
        return look <= now;
    }

    /** When something is to be done with it: what is held is only looked at, and so is what is ready. */
    long wake() {
        return held() || next != null ? look : Math.min(due, look);
    }

    WaitingMessage toMessage() {
        return new WaitingMessage(id(), Instant.ofEpochMilli(accepted), reversePath, recipients(), Integer.toUnsignedLong(octets), priority, destination,
                STATES[state], Instant.ofEpochMilli(due), Instant.ofEpochMilli(look), reason);
    }

    private List<String> recipients() {
        return new FieldReader(recipients).list(FieldReader::text);
    }

    /** The state that a release brings back. */
    State former() {
        return STATES[held() ? former : state];
    }

    /** Octets of its written form, about. */
    int size() {
        return 64 + recipients.length + reversePath.length() + destination.length() + reason.length();
    }
}
