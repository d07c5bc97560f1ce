package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.MessageCursor;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.NumberRange;
import org.sterna.protocols.imap.Numbering;
import org.sterna.protocols.imap.ResponseCodes;
import org.sterna.protocols.imap.SequenceSet;
import org.sterna.protocols.imap.StatusResponse;

/**
 * One COPY (RFC 9051 section 6.4.7) or MOVE (RFC 6851). If a copy cannot be made, those before it are taken back: all messages are
 * copied, or none. Moved they are a page at a time: each message is in one of the two mailboxes, whatever happens.
 */
final class CopyRun {
    /** Messages of one intent: the target remembers the copies of as many, and more. */
    private static final int MOVE_PAGE = 500;

    private final SessionScope scope;
    private final SelectedMailbox source;
    private final MailboxName targetName;
    private final Progress progress;
    private final UidSet uids;
    private final boolean isComplete;

    /** @throws Refusal BAD if the set names a sequence number that does not exist */
    CopyRun(SessionScope scope, SelectedMailbox source, SequenceSet set, Numbering numbering, MailboxName target, Progress progress) {
        this.scope = scope;
        this.source = source;
        this.targetName = target;
        this.progress = progress;
        List<NumberRange> sequences = source.resolve(set, numbering);
        this.uids = source.present(source.uids(sequences));
        this.isComplete = numbering == Numbering.UID || uids.size() == SelectedMailbox.count(sequences);
    }

    /** RFC 2180 section 4.4: what is gone cannot be copied, and a part of what was asked for is not wanted. */
    private CompletionStage<Folder> target() {
        return isComplete ? scope.folders().target(targetName)
                : CompletableFuture.failedFuture(Refusal.no("EXPUNGEISSUED", "Some of the messages no longer exist"));
    }

    CompletionStage<StatusResponse> copy() {
        return target().thenCompose(target -> roomIn().thenApply(unused -> target)).thenComposeAsync(target -> {
            MessageCopies copies = new MessageCopies(scope, source, target);
            return copies.copy(uids, MailboxEvent.Source.run(scope.services().random()), progress, uids.size())
                    .thenComposeAsync(unused -> copies.appearing(), scope.actor())
                    .handleAsync((unused, failure) -> failure == null ? CompletableFuture.<Void>completedFuture(null) : takeBack(copies, failure),
                            scope.actor())
                    .thenCompose(stage -> stage).thenApply(unused -> {
                        StatusResponse done = StatusResponse.ok("COPY completed");
                        return code(copies).map(done::withCode).orElse(done);
                    });
        }, scope.actor());
    }

    /** The copies count once more (RFC 9208 section 4.1). */
    private CompletionStage<Void> roomIn() {
        long octets = 0;
        for (MessageCursor at = source.state().messages().cursor(uids); at.next();) {
            octets += at.size();
        }
        return Room.check(scope, octets, uids.size());
    }

    private static Optional<String> code(MessageCopies copies) {
        return ResponseCodes.copyUid(copies.uidValidity(), copies.sourceUids(), copies.targetUids());
    }

    /** Fails as the copy did. */
    private CompletionStage<Void> takeBack(MessageCopies copies, Throwable failure) {
        CompletionStage<Void> failed = CompletableFuture.failedFuture(cause(failure));
        if (copies.targetUids().isEmpty()) {
            return failed;
        }
        UidSet back = UidSet.of(copies.targetUids().stream().mapToLong(Long::longValue));
        return scope.folders().ask(copies.target(), new MailboxCommand.Expunge(back, false, scope.by()))
                .handle((answer, second) -> failed).thenCompose(stage -> stage);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    // MOVE.

    /** If a message is being moved already none is moved. Of a MOVE of several pages a part is done when another MOVE comes in between. */
    CompletionStage<StatusResponse> move() {
        return target().thenComposeAsync(target -> {
            if (!source.state().beingMoved(uids).isEmpty()) {
                throw Folders.beingMoved();
            }
            MessageCopies copies = new MessageCopies(scope, source, target);
            List<UidSet> pages = pages();
            int[] at = {0};
            return Repetition.of(scope.actor(), () -> at[0] == pages.size() ? Optional.empty() : Optional.of(move(copies, pages.get(at[0]++))))
                    .whenCompleteAsync((unused, failure) -> code(copies).ifPresent(code -> scope.output().write(
                            ImapResponses.untagged(StatusResponse.ok("Moved").withCode(code)))), scope.actor())      // RFC 6851 section 4.3
                    .thenApply(unused -> StatusResponse.ok("MOVE completed"));
        }, scope.actor());
    }

    private List<UidSet> pages() {
        List<UidSet> pages = new ArrayList<>();
        UidSet.Builder page = new UidSet.Builder();
        int count = 0;
        for (MessageCursor at = source.state().messages().cursor(uids); at.next();) {
            page.add(at.uid());
            if (++count == MOVE_PAGE) {
                pages.add(page.build());
                page = new UidSet.Builder();
                count = 0;
            }
        }
        if (count > 0) {
            pages.add(page.build());
        }
        return pages;
    }

    /** The intent first: if this node fails in between, the mailbox finds the copies that were made and ends the move. */
    private CompletionStage<Void> move(MessageCopies copies, UidSet page) {
        int before = copies.sourceUids().size();
        MailboxCommand start = new MailboxCommand.StartMove(copies.target().mailbox(), page, scope.by());
        return scope.folders().ask(source.folder(), start).thenComposeAsync(answer -> {
            Verdict.MoveStarted started = (Verdict.MoveStarted) answer;
            if (started.uids().isEmpty()) {
                return CompletableFuture.<Void>completedFuture(null);
            }
            return unchanging(started.move()).thenComposeAsync(unused -> copies.copy(started.uids(), started.move(), progress, uids.size()), scope.actor())
                    .handleAsync((unused, failure) -> end(copies, started.move(), before, Optional.ofNullable(failure).map(CopyRun::cause)), scope.actor())
                    .thenCompose(stage -> stage);
        }, scope.actor());
    }

    /** From the intent on the messages stay as they are. A copy that is made of what the session saw before would lack what others changed until then. */
    private CompletionStage<Void> unchanging(long move) {
        return source.untilSeen(move).thenAcceptAsync(unused -> {
            if (source.state().events() < move) {
                throw Refusal.no("UNAVAILABLE", "The mailbox cannot be seen at the moment");
            }
        }, scope.actor());
    }

    /** The mailbox has ended the move meanwhile, as if nobody did, and kept some messages: their copies are taken back, or they would be in both. */
    private CompletionStage<Void> kept(MessageCopies copies, UidSet stayed) {
        UidSet back = copies.without(stayed);
        return back.isEmpty() ? CompletableFuture.completedFuture(null)
                : scope.folders().ask(copies.target(), new MailboxCommand.Expunge(back, false, scope.by())).thenAccept(answer -> { });
    }

    /** What was copied leaves. After an unknown outcome the mailbox itself finds out, and ends the move. */
    private CompletionStage<Void> end(MessageCopies copies, long move, int before, Optional<Throwable> failure) {
        CompletionStage<Void> outcome = failure.map(CompletableFuture::<Void>failedFuture).orElseGet(() -> CompletableFuture.completedFuture(null));
        if (failure.isPresent() && !(failure.get() instanceof Refusal)) {
            return outcome;
        }
        UidSet moved = UidSet.of(copies.sourceUids().subList(before, copies.sourceUids().size()).stream().mapToLong(Long::longValue));
        return scope.folders().ask(source.folder(), new MailboxCommand.FinishMove(move, moved, scope.by()))
                .thenComposeAsync(answer -> {
                    Verdict.Expunged left = (Verdict.Expunged) answer;
                    return kept(copies, moved.without(left.uids())).thenComposeAsync(unused -> source.untilSeen(left.event()), scope.actor());
                }, scope.actor())
                .thenComposeAsync(unused -> copies.appearing(), scope.actor())
                .thenCompose(unused -> outcome);
    }
}
