package org.sterna.platform.transfer;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.platform.destination.QuotaKey;

/**
 * A connection as those who use it see it. One holds it at a time: an attempt, or the pool while it rests. Thread-safe.
 *
 * <p>An errand is handed over in this object and not in a message, so that one that meets the end of its session is never lost.
 */
final class OpenSession {
    private final SessionKey key;
    private final List<QuotaKey> shared;
    private Optional<ActorRef<Object>> actor = Optional.empty();
    private Optional<Errand> errand = Optional.empty();
    private int errands;
    private boolean over;

    /** @param shared the keys of which each message takes its part, besides the destination's */
    OpenSession(SessionKey key, List<QuotaKey> shared) {
        this.key = key;
        this.shared = List.copyOf(shared);
    }

    SessionKey key() {
        return key;
    }

    List<QuotaKey> shared() {
        return shared;
    }

    /** Its actor exists. */
    synchronized void runs(ActorRef<Object> started) {
        actor = Optional.of(started);
    }

    /** Gives it the next errand; false when it has ended, and the errand is not looked at. */
    synchronized boolean carry(Errand next) {
        if (over) {
            return false;
        }
        errand = Optional.of(next);
        errands++;
        tell(RelaySession.Word.GO);
        return true;
    }

    /** Nobody has an errand now. */
    void rest() {
        tell(RelaySession.Word.REST);
    }

    /** No errand comes any more: QUIT. */
    void leave() {
        tell(RelaySession.Word.LEAVE);
    }

    /** Cuts the connection off. */
    void abort() {
        tell(RelaySession.Word.ABORT);
    }

    private synchronized void tell(Object word) {
        actor.ifPresent(each -> each.tell(word));
    }

    /** The session takes its errand, if one waits. */
    synchronized Optional<Errand> take() {
        Optional<Errand> taken = errand;
        errand = Optional.empty();
        return taken;
    }

    /** The session takes none any more; an errand that still waits is given back. */
    synchronized Optional<Errand> end() {
        over = true;
        return take();
    }

    synchronized int errands() {
        return errands;
    }
}
