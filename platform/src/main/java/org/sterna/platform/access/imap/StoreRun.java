package org.sterna.platform.access.imap;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.FetchResponse;
import org.sterna.protocols.imap.Flag;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.ResponseCodes;
import org.sterna.protocols.imap.SequenceSet;
import org.sterna.protocols.imap.StatusResponse;

/**
 * One STORE (RFC 9051 section 6.4.6, RFC 7162 section 3.1.3): one event for all its messages, then what the client is to know: their
 * new flags unless it does not want them, their MODSEQs if it keeps such, and those that were left alone.
 */
final class StoreRun {
    private static final int PAGE = 1000;

    private final SessionScope scope;
    private final SelectedMailbox mailbox;
    private final ImapCommand.Store store;
    private final List<NumberRange> sequences;
    private final UidSet uids;

    /** @throws Refusal BAD if the set names a sequence number that does not exist */
    StoreRun(SessionScope scope, SelectedMailbox mailbox, ImapCommand.Store store) {
        this.scope = scope;
        this.mailbox = mailbox;
        this.store = store;
        this.sequences = mailbox.resolve(store.messages(), store.numbering());
        this.uids = mailbox.present(mailbox.uids(sequences));
    }

    CompletionStage<StatusResponse> run() {
        if (uids.isEmpty()) {
            return CompletableFuture.completedFuture(answer(UidSet.EMPTY));
        }
        Set<String> flags = store.flags().stream().map(Flag::name).collect(Collectors.toSet());
        MailboxCommand.FlagMode mode = switch (store.change()) {
            case REPLACE -> MailboxCommand.FlagMode.REPLACE;
            case ADD -> MailboxCommand.FlagMode.ADD;
            case REMOVE -> MailboxCommand.FlagMode.REMOVE;
        };
        Optional<Long> unchangedSince = store.unchangedSince().isPresent() ? Optional.of(store.unchangedSince().getAsLong()) : Optional.empty();
        UidSet news = news();
        long before = mailbox.state().events();
        MailboxCommand.StoreFlags command = new MailboxCommand.StoreFlags(uids, mode, flags, unchangedSince, scope.by());
        return scope.folders().ask(mailbox.folder(), command).thenComposeAsync(answer -> {
            Verdict.Changed verdict = (Verdict.Changed) answer;
            return mailbox.untilSeen(verdict.event()).thenComposeAsync(unused -> tell(verdict, hidden(before, news)), scope.actor())
                    .thenApply(unused -> answer(verdict.modified()));
        }, scope.actor());
    }

    /** Those that somebody else has changed and the session was not told: hiding its own change would hide that one, too. */
    private UidSet news() {
        UidSet.Builder news = new UidSet.Builder();
        for (MessageWalk walk = new MessageWalk(mailbox, uids, mailbox.announcedEvents()); walk.next();) {
            news.add(walk.message().uid());
        }
        return news.build();
    }

    /** What silence would hide: if somebody else has changed anything meanwhile, all of it may be. */
    private UidSet hidden(long before, UidSet news) {
        return mailbox.state().events() > before + 1 ? uids : news;
    }

    private CompletionStage<Void> tell(Verdict.Changed verdict, UidSet hidden) {
        boolean silent = store.answer() == ImapCommand.Answer.SILENT;
        Enabled enabled = scope.enabled();
        long events = mailbox.state().events();
        if (silent && !enabled.condstore()) {
            mailbox.flagsTold(verdict.changed().without(hidden), events);
            return CompletableFuture.completedFuture(null);
        }
        UidSet told = silent ? verdict.changed() : uids.without(verdict.modified());
        mailbox.flagsTold(silent ? told.without(hidden) : told, events);
        MessageWalk walk = new MessageWalk(mailbox, told, -1);
        return Repetition.of(scope.actor(), () -> {
            FetchResponse out = new FetchResponse(enabled);
            int count = 0;
            while (count < PAGE && walk.next()) {
                print(out, walk.sequence(), walk.message(), enabled, silent);
                count++;
            }
            scope.output().write(out.take());
            return count == 0 ? Optional.empty() : Optional.of(scope.output().room());
        });
    }

    private void print(FetchResponse out, long sequence, MessageCursor message, Enabled enabled, boolean silent) {
        out.begin(sequence, message.uid());
        if ((store.numbering() == Numbering.UID || enabled.condstore()) && !enabled.uidOnly()) {
            out.uid(message.uid());                                    // RFC 7162 section 3.2.4
        }
        if (!silent) {
            out.flags(mailbox.flagsText(message.flags(), message.uid(), enabled));
        }
        if (enabled.condstore()) {
            out.modSeq(message.modSeq());
        }
        out.end();
    }

    private StatusResponse answer(UidSet modified) {
        boolean gone = store.numbering() == Numbering.SEQUENCE && uids.size() < SelectedMailbox.count(sequences);
        if (!modified.isEmpty()) {
            StatusResponse response = gone ? StatusResponse.no("Some of the messages no longer exist") : StatusResponse.ok("Conditional STORE failed");
            return response.withCode(ResponseCodes.modified(numbers(modified)));
        }
        return gone && store.answer() != ImapCommand.Answer.SILENT
                ? StatusResponse.no("Some of the messages no longer exist").withCode("EXPUNGEISSUED")      // RFC 2180 section 4.2.3
                : StatusResponse.ok("STORE completed");
    }

    /** As the client counts. */
    private List<NumberRange> numbers(UidSet modified) {
        List<NumberRange> ranges = MailboxOpening.ranges(modified);
        return store.numbering() == Numbering.UID ? ranges : mailbox.resolve(SequenceSet.of(ranges), Numbering.UID);
    }
}
