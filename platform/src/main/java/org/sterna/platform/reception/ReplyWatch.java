package org.sterna.platform.reception;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.QueueId;
import org.sterna.platform.delivery.AwaitedReply;
import org.sterna.platform.recorder.SessionRecorder;

/**
 * Whether the client has got its {@code 250} (RFC 1047): it has when it says something after the reply was flushed, or when it closes in an
 * orderly way after QUIT. Everything else leaves the transaction to be known again when it is repeated. Safe for the connection's
 * actor and the acceptance that works for it.
 */
final class ReplyWatch {
    private enum State { STORING, SAID, WRITTEN, FLUSHED }

    private static final class Transaction {
        private final Optional<Fingerprint> fingerprint;
        private final Optional<AwaitedReply> reply;
        private Optional<QueueId> queueId = Optional.empty();
        private State state = State.STORING;

        private Transaction(Optional<Fingerprint> fingerprint, Optional<AwaitedReply> reply) {
            this.fingerprint = fingerprint;
            this.reply = reply;
        }
    }

    private final SessionRecorder recorder;
    private final Clock clock;
    private final List<Transaction> open = new ArrayList<>(1);
    private volatile boolean lost;

    ReplyWatch(SessionRecorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Whether such a transaction was said on this connection, and it is not known yet that its reply was read. */
    synchronized boolean awaits(Fingerprint fingerprint) {
        return open.stream().anyMatch(each -> each.fingerprint.filter(fingerprint::equals).isPresent());
    }

    /**
     * A transaction is being made durable.
     *
     * @param fingerprint empty when it cannot be known again, or is a repetition
     */
    synchronized void storing(Optional<Fingerprint> fingerprint, Optional<AwaitedReply> reply) {
        if (lost) {
            reply.ifPresent(AwaitedReply::lost);
        } else {
            open.add(new Transaction(fingerprint, reply));
        }
    }

    /** It was not accepted after all. */
    synchronized void refused() {
        open.removeIf(each -> each.state == State.STORING);
    }

    /** Its {@code 250} is about to be said. */
    synchronized void said(QueueId queueId) {
        for (Transaction each : open) {
            if (each.state == State.STORING) {
                each.state = State.SAID;
                each.queueId = Optional.of(queueId);
            }
        }
    }

    /** All that was said was given to the socket. */
    synchronized void written() {
        advance(State.SAID, State.WRITTEN);
    }

    /** All that was written is in the kernel's hands. */
    synchronized void flushed() {
        for (Transaction each : open) {
            if (each.state == State.WRITTEN) {
                each.state = State.FLUSHED;
                each.reply.ifPresent(reply -> reply.flushed(clock.instant()));
            }
        }
    }

    /** Octets came from the client, or it closed in an orderly way behind our own close. */
    synchronized void heard() {
        for (Iterator<Transaction> each = open.iterator(); each.hasNext();) {
            Transaction transaction = each.next();
            if (transaction.state == State.FLUSHED) {
                each.remove();
                transaction.queueId.ifPresent(recorder::replyDelivered);
                transaction.reply.ifPresent(AwaitedReply::settled);
            }
        }
    }

    /** Whether nobody is there any more to read a reply; never waits. */
    boolean isLost() {
        return lost;
    }

    /** The connection is gone, or as good as gone; later calls change nothing. */
    synchronized void lost() {
        lost = true;
        open.forEach(each -> each.reply.ifPresent(AwaitedReply::lost));
        open.clear();
    }

    private void advance(State from, State to) {
        for (Transaction each : open) {
            if (each.state == from) {
                each.state = to;
            }
        }
    }
}
