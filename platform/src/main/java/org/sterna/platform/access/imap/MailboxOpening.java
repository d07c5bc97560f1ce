package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.FetchResponse;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.MailboxResponses;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.ResponseCodes;
import org.sterna.protocols.imap.SelectParameters;
import org.sterna.protocols.imap.SequenceSet;
import org.sterna.protocols.imap.StatusResponse;

/** What a client is told of a mailbox it opens (RFC 9051 section 6.3.2, RFC 3501 section 6.3.1), and what it has missed (RFC 7162 section 3.2.5). */
final class MailboxOpening {
    private static final int PAGE = 1000;

    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final MailboxName name;
    private final SelectParameters parameters;
    private final PacedOutput output;
    private final Enabled enabled;
    private final Mailbox state;

    MailboxOpening(SessionScope scope, SelectedMailbox mailbox, MailboxName name, SelectParameters parameters) {
        this.scope = scope;
        this.mailbox = mailbox;
        this.name = name;
        this.parameters = parameters;
        this.output = scope.output();
        this.enabled = scope.enabled();
        this.state = mailbox.state();
    }

    /** Completes with the answer that ends the command. */
    CompletionStage<StatusResponse> tell() {
        output.write(ImapResponses.flags(mailbox.knownFlags()));
        mailbox.takeNewKeywords();
        output.write(ImapResponses.exists(mailbox.view().exists()));
        if (!enabled.rev2()) {                                        // RFC 9051 appendix E: neither RECENT nor UNSEEN
            output.write(ImapResponses.recent(mailbox.view().recent()));
            mailbox.firstUnseen().ifPresent(sequence -> code("First unseen", "UNSEEN " + sequence));
        }
        List<Flag> permanent = mailbox.isWritable() ? mailbox.knownFlags() : List.of();
        output.write(ImapResponses.permanentFlags(permanent, mailbox.isWritable()));
        code("Next UID", "UIDNEXT " + state.uidNext());
        code("UIDs valid", "UIDVALIDITY " + state.uidValidity());
        code("Highest", ResponseCodes.highestModSeq(state.highestModSeq()));
        code("Mailbox", ResponseCodes.mailboxId(mailbox.id().value()));           // RFC 8474 section 4.2
        if (enabled.rev2()) {
            output.write(MailboxResponses.list(MailboxResponses.ListEntry.of(List.of(), name), enabled));
        }
        return missed().thenApply(unused -> mailbox.isWritable() ? StatusResponse.ok("SELECT completed").withCode("READ-WRITE")
                : StatusResponse.ok("EXAMINE completed").withCode("READ-ONLY"));
    }

    private void code(String text, String code) {
        output.write(ImapResponses.untagged(StatusResponse.ok(text).withCode(code)));
    }

    private CompletionStage<Void> missed() {
        if (parameters.resync().isEmpty() || parameters.resync().get().uidValidity() != state.uidValidity() || state.uidNext() == 1) {
            return CompletableFuture.completedFuture(null);                        // RFC 7162 section 3.2.5
        }
        SelectParameters.QuickResync resync = parameters.resync().get();
        UidSet known = resync.knownUids().map(set -> uids(set, state.uidNext() - 1))
                .orElseGet(() -> new UidSet(List.of(new UidSet.Range(1, state.uidNext() - 1))));
        long matched = resync.match().map(this::lastMatch).orElse(0L);
        UidSet gone = state.vanishedSince(resync.modSeq(), matched == 0 ? known
                : known.without(new UidSet(List.of(new UidSet.Range(1, matched)))));
        if (!gone.isEmpty()) {
            output.write(ImapResponses.vanishedEarlier(ranges(gone)));
        }
        MessageCursor changed = state.messages().cursor(known, resync.modSeq());
        return Repetition.of(scope.actor(), () -> page(changed));
    }

    /** As the messages were when the mailbox was opened: what happens meanwhile is told behind the answer. */
    private Optional<CompletionStage<Void>> page(MessageCursor changed) {
        FetchResponse out = new FetchResponse(enabled);
        int told = 0;
        while (told < PAGE && changed.next()) {
            out.begin(mailbox.view().sequenceOf(changed.uid()).orElseThrow(), changed.uid());
            if (!enabled.uidOnly()) {
                out.uid(changed.uid());
            }
            out.flags(mailbox.flagsText(changed.flags(), changed.uid(), enabled)).modSeq(changed.modSeq()).end();
            told++;
        }
        if (told == 0) {
            return Optional.empty();
        }
        output.write(out.take());
        return Optional.of(output.room());
    }

    /** The UIDs of a set; {@code *} is the largest. */
    static UidSet uids(SequenceSet set, long largest) {
        UidSet.Builder uids = new UidSet.Builder();
        set.resolve(largest).forEach(range -> uids.add(range.first(), range.last()));
        return uids.build();
    }

    static List<NumberRange> ranges(UidSet uids) {
        return uids.ranges().stream().map(range -> new NumberRange(range.first(), range.last())).toList();
    }

    /** The highest UID that has the sequence number the client thinks: up to it, it knows what is gone (RFC 7162 section 3.2.5.2); 0 if none. */
    private long lastMatch(SelectParameters.SequenceMatch match) {
        long matched = 0;
        Pairs sequences = new Pairs(match.sequences());
        Pairs uids = new Pairs(match.uids());
        while (sequences.next() && uids.next() && sequences.number() <= mailbox.view().exists()) {
            if (mailbox.view().uidAt(sequences.number()) == uids.number()) {
                matched = uids.number();
            }
        }
        return matched;
    }

    /** The numbers of a set one by one. */
    private static final class Pairs {
        private final List<NumberRange> ranges;
        private int range;
        private long number;

        Pairs(SequenceSet set) {
            this.ranges = new ArrayList<>(set.resolve(0xFFFF_FFFFL));
        }

        boolean next() {
            if (range < ranges.size() && number >= ranges.get(range).last()) {
                range++;
            }
            if (range == ranges.size()) {
                return false;
            }
            number = Math.max(number + 1, ranges.get(range).first());
            return true;
        }

        long number() {
            return number;
        }
    }
}
