package org.sterna.platform.access.imap;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.FetchResponse;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.ViewUpdate;

/** Tells a session what is new in its selected mailbox (RFC 9051 section 7), a page at a time. For the actor's thread. */
final class Announcement {
    /** Responses between two looks at the output. */
    private static final int PAGE = 1000;

    private final PacedOutput output;
    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final Enabled enabled;
    private final Iterator<ViewUpdate> updates;
    private final boolean withFlags;
    private final Mailbox state;
    private int[] numbers = {};
    private int at;
    private boolean expunging;

    Announcement(SessionScope scope, SelectedMailbox mailbox, SelectedView.Moment moment, Bystander.Wanted wanted) {
        this.scope = scope;
        this.output = scope.output();
        this.mailbox = mailbox;
        this.enabled = scope.enabled();
        this.state = mailbox.state();
        this.withFlags = wanted == Bystander.Wanted.EVERYTHING;
        List<ViewUpdate> news = mailbox.view().hasNews(moment) ? mailbox.view().announce(moment, enabled) : List.of();
        this.updates = news.iterator();
    }

    /** Completes when the client has taken most of it. */
    CompletionStage<Void> tell() {
        if (mailbox.takeNewKeywords()) {
            output.write(ImapResponses.flags(mailbox.knownFlags()));
        }
        return Repetition.of(scope.actor(), this::page).thenRun(() -> mailbox.announced(state.events()));
    }

    private Optional<CompletionStage<Void>> page() {
        FetchResponse out = new FetchResponse(enabled);
        int left = PAGE;
        while (left > 0) {
            if (at < numbers.length) {
                number(out, numbers[at++]);
                left--;
            } else if (updates.hasNext()) {
                output.write(out.take());
                begin(updates.next());
            } else {
                break;
            }
        }
        if (left == PAGE) {
            return Optional.empty();
        }
        output.write(out.take());
        return Optional.of(output.room());
    }

    private void begin(ViewUpdate update) {
        numbers = new int[0];
        at = 0;
        if (update instanceof ViewUpdate.Expunged gone) {
            numbers = gone.sequences();
            expunging = true;
        } else if (update instanceof ViewUpdate.Vanished gone) {
            output.write(ImapResponses.vanished(gone.uids()));
        } else if (update instanceof ViewUpdate.Exists exists) {
            output.write(ImapResponses.exists(exists.messages()));
        } else if (update instanceof ViewUpdate.Recent recent) {
            if (!enabled.rev2()) {
                output.write(ImapResponses.recent(recent.messages()));
            }
        } else if (update instanceof ViewUpdate.FlagsChanged changed) {
            numbers = withFlags ? changed.sequences() : numbers;
            expunging = false;
        } else {
            throw new AssertionError(update);
        }
    }

    private void number(FetchResponse out, int sequence) {
        if (expunging) {
            output.write(ImapResponses.expunge(sequence));
        } else {
            // Of the state that is announced: a later MODSEQ would hide an EXPUNGE before it that has not been told (RFC 7162 section 3.2).
            Optional<MessageEntry> now = state.messages().find(mailbox.view().uidAt(sequence));
            now.filter(entry -> !mailbox.isTold(entry)).ifPresent(entry -> flags(out, sequence, entry));
        }
    }

    /** With the UID, as RFC 9051 section 7.5.2 and, where MODSEQs are told, RFC 7162 section 3.2.4 want it. */
    private void flags(FetchResponse out, int sequence, MessageEntry entry) {
        out.begin(sequence, entry.uid());
        if ((enabled.condstore() || enabled.rev2()) && !enabled.uidOnly()) {
            out.uid(entry.uid());
        }
        out.flags(mailbox.flagsText(entry.flags(), entry.uid(), enabled));
        if (enabled.condstore()) {
            out.modSeq(entry.modSeq());
        }
        out.end();
    }
}
