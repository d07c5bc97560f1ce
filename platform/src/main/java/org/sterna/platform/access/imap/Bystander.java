package org.sterna.platform.access.imap;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.protocols.imap.SelectedView;

/** Somebody beside the selected mailbox who has something to tell unasked: NOTIFY, the updates of a CONTEXT. For the actor's thread. */
interface Bystander {
    /** What may be told of the selected mailbox itself (RFC 5465 section 3.1); of several bystanders' wishes the least counts. */
    enum Wanted {
        NOTHING,
        /** What comes and goes, but no change of flags. */
        MESSAGES,
        EVERYTHING
    }

    /**
     * The selected mailbox went on; called before anything of it is announced.
     *
     * @param before its state as this was told before: there may be several events between the two
     */
    default void onChange(SelectedMailbox mailbox, Mailbox before) { }

    /** A message of the actor that nobody else knows; true if it was meant for this one. */
    default boolean onMessage(Object message) {
        return false;
    }

    /** What is told between commands, too, and not only in IDLE and before an answer (RFC 5465 section 5.1); empty for nothing. */
    default Optional<SelectedView.Moment> tellsAtOnce() {
        return Optional.empty();
    }

    default Wanted wants() {
        return Wanted.EVERYTHING;
    }

    boolean hasNews(SelectedView.Moment moment);

    /** Writes what must come before the selected mailbox's own EXPUNGE, such as REMOVEFROM (RFC 5267 section 4.3.4). */
    default void beforeAnnounce(SelectedView.Moment moment) { }

    /** Writes what may be told now, behind what the selected mailbox has told; completes when there is room again. */
    CompletionStage<Void> announce(SelectedView.Moment moment);

    /** No mailbox is selected any more, or another one will be. */
    default void onUnselected() { }

    /** The session ends, or is nobody's again. */
    default void onEnd() { }
}
