package org.sterna.persistence.mailbox;

import java.time.Instant;
import java.util.List;
import org.sterna.persistence.identity.QueueId;

/** What a mailbox answers to a command. */
public sealed interface Verdict {
    /** What the answer says once the events are durable. */
    sealed interface Answer permits Created, Added, Changed, MoveStarted, Expunged, Done { }

    record Created(long uidValidity) implements Answer { }

    /** @param uids in the order of the messages given; one that was here already has its first UID */
    record Added(long uidValidity, List<Long> uids) implements Answer { }

    /**
     * @param changed  messages whose flags are other ones now; those that had them already are in neither set
     * @param modified messages that were left alone, RFC 7162 section 3.1.3
     * @param event    from which event on the mailbox is as was asked: the one of this change, or the last one if nothing had to change
     */
    record Changed(UidSet changed, UidSet modified, long event) implements Answer { }

    /**
     * @param move the name of the move, if there is something to move
     * @param uids those of the messages asked for that are here
     */
    record MoveStarted(long move, UidSet uids) implements Answer { }

    /**
     * @param uids  those that have left now; of a move also those that had left before
     * @param event from which event on they are gone: the one of this change, or the last one if nothing had to change
     */
    record Expunged(UidSet uids, long event) implements Answer { }

    record Done() implements Answer { }

    /** The events may be none, when everything is as asked already; who asked from another node is told none. */
    record Accepted(List<MailboxEvent> events, Answer answer) implements Verdict { }

    /**
     * Nothing was done: a message with the same fingerprint, which another run of a node had accepted, was delivered here lately.
     * Perhaps it is the same transaction, repeated after a lost reply (RFC 1047); the mailbox cannot know. Who asks finds out,
     * and either takes this for its delivery or asks again, naming the other one as distinct.
     *
     * @param other    the message that is here
     * @param accepted when the queue had accepted it
     * @param there    what a delivery that is here already is answered
     */
    record Doubtful(QueueId other, Instant accepted, Added there) implements Verdict { }

    enum Reason {
        /** The mailbox was never made or has been deleted. */
        NO_MAILBOX,
        /** It was made before under another UIDVALIDITY. */
        EXISTS,
        /** More keywords than a mailbox can know, {@link Flags#MAX_KEYWORDS}. */
        TOO_MANY_KEYWORDS,
        /** No UIDs are left. */
        UIDS_EXHAUSTED,
        /** The message to be replaced is not here. */
        NO_MESSAGE,
        /** More at once than {@link MailboxCommand.AddMessages} allows. */
        TOO_LARGE,
        /** The maildrop is another session's. */
        IN_USE,
        /** A message that would change is being moved: the change would be lost with it. */
        BEING_MOVED
    }

    record Refused(Reason reason) implements Verdict { }
}
