package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxCommand.NewMessage;
import org.sterna.persistence.mailbox.MessageEntry;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.protocols.imap.AppendPart;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ResponseCodes;
import org.sterna.protocols.imap.StatusResponse;

/**
 * The messages of one APPEND or REPLACE: gathered one after the other, then added, all or none (RFC 3502 section 6.3.11). For the
 * actor's thread.
 */
final class AppendBatch {
    /** Octets of a batch that are kept in memory until they go into rows; those of further messages go into blobs. */
    private static final int MAX_INLINE_TOGETHER = 4 << 20;

    private final SessionScope scope;
    private final Selection selection;
    private final ImapCommand command;
    private final Folder folder;
    private final long maxOctets;
    private final List<AppendIntake> intakes = new ArrayList<>(1);
    private final List<NewMessage> messages = new ArrayList<>(1);
    private long inlineOctets;
    private long octets;
    private boolean handedOver;

    /** @param maxOctets of one message */
    AppendBatch(SessionScope scope, Selection selection, ImapCommand command, Folder folder, long maxOctets) {
        this.scope = scope;
        this.selection = selection;
        this.command = command;
        this.folder = folder;
        this.maxOctets = maxOctets;
    }

    private AppendIntake current() {
        return intakes.get(intakes.size() - 1);
    }

    /** A message begins. */
    void begin(AppendPart.Message message) {
        if (intakes.size() == MailboxCommand.AddMessages.MAX_MESSAGES) {
            throw Refusal.no("LIMIT", "An APPEND has at most " + MailboxCommand.AddMessages.MAX_MESSAGES + " messages");
        }
        int maxInline = inlineOctets + AppendIntake.MAX_INLINE <= MAX_INLINE_TOGETHER ? AppendIntake.MAX_INLINE : 0;
        intakes.add(new AppendIntake(scope, message, maxInline));
    }

    /**
     * More octets are announced for the message that began last. Fails with {@link Refusal} if they may not come: too many for a
     * message (RFC 4469 section 3, RFC 7889), or for the account.
     */
    CompletionStage<Void> announce(long more) {
        if (current().size() + more > maxOctets) {
            return CompletableFuture.failedFuture(Refusal.no("TOOBIG", "A message has at most " + maxOctets + " octets"));
        }
        return Room.check(scope, Math.max(0, octets + current().size() + more - replacedOctets()), intakes.size() - (isReplace() ? 1 : 0));
    }

    private boolean isReplace() {
        return command instanceof ImapCommand.Replace;
    }

    /** What leaves for what comes (RFC 8508 section 3.4). */
    private long replacedOctets() {
        return isReplace() ? selection.selected().flatMap(mailbox -> mailbox.find(replaced().last())).map(MessageEntry::size).orElse(0L) : 0;
    }

    int room() {
        return current().room();
    }

    /** Takes octets of the message that began last, no more than there is room for; completes when the next may come. */
    CompletionStage<Void> take(byte[] more) {
        return current().take(more);
    }

    /** Takes what a URL names; fails with {@link Refusal} if nothing. */
    CompletionStage<Void> takeUrl(String url) {
        return new UrlContent(scope, selection, url).open().thenComposeAsync(content -> announce(content.length())
                .thenComposeAsync(unused -> Repetition.of(scope.actor(), () -> content.isRead() ? Optional.empty()
                        : Optional.of(content.next(room()).thenComposeAsync(this::take, scope.actor()))), scope.actor()), scope.actor());
    }

    /** The message that began last is complete. */
    CompletionStage<Void> end() {
        AppendIntake intake = current();
        if (intake.size() == 0) {
            return CompletableFuture.failedFuture(new Refusal(StatusResponse.no("A message has at least one octet")));
        }
        octets += intake.size();
        return intake.finish().thenAcceptAsync(message -> {
            inlineOctets += message.inline().length + message.summary().length;
            messages.add(message);
        }, scope.actor());
    }

    /** Adds all messages; completes when they are durable, with the answer. */
    CompletionStage<StatusResponse> add() {
        handedOver = true;
        return isReplace() ? replace() : append();
    }

    private CompletionStage<StatusResponse> append() {
        return new MessageAddition(scope, folder, messages, MessageAddition.Octets.NEW).add().thenComposeAsync(added ->
                appearing(added).thenApply(unused -> StatusResponse.ok("APPEND completed").withCode(code(added))), scope.actor());
    }

    private CompletionStage<Void> appearing(Verdict.Added added) {
        long last = added.uids().get(added.uids().size() - 1);
        return selection.selected(folder).map(mailbox -> mailbox.until(state -> state.uidNext() > last))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private static String code(Verdict.Added added) {
        return ResponseCodes.appendUid(added.uidValidity(), added.uids());
    }

    /** The one message that is to be replaced; empty if it is not there. */
    private UidSet replaced() {
        ImapCommand.Replace replace = (ImapCommand.Replace) command;
        return selection.selected().map(mailbox -> mailbox.present(mailbox.uids(mailbox.resolve(replace.message(), replace.numbering()))))
                .orElse(UidSet.EMPTY);
    }

    /** In one mailbox both happen at once; in two the new message is durable before the old one leaves. */
    private CompletionStage<StatusResponse> replace() {
        UidSet old = replaced();
        if (old.size() != 1) {
            return CompletableFuture.failedFuture(noMessage());
        }
        SelectedMailbox mailbox = selection.selected().orElseThrow();
        if (!mailbox.state().beingMoved(old).isEmpty()) {
            return CompletableFuture.failedFuture(Folders.beingMoved());
        }
        MessageAddition addition = new MessageAddition(scope, folder, messages, MessageAddition.Octets.NEW);
        CompletionStage<Verdict.Added> added = mailbox.id().equals(folder.mailbox()) ? addition.replace(old.last())
                : addition.add().thenCompose(answer -> scope.folders().ask(mailbox.folder(), new MailboxCommand.Expunge(old, false, scope.by()))
                        .thenComposeAsync(gone -> ((Verdict.Expunged) gone).uids().contains(old.last()) ? CompletableFuture.completedFuture(answer)
                                : takenBack(answer, mailbox, old.last(), (Verdict.Expunged) gone), scope.actor()));
        return added.thenComposeAsync(answer -> appearing(answer)
                .thenComposeAsync(unused -> mailbox.until(state -> state.messages().find(old.last()).isEmpty()), scope.actor())
                .thenApplyAsync(unused -> {
                    scope.output().write(ImapResponses.untagged(StatusResponse.ok("Replacement").withCode(code(answer))));     // RFC 8508 section 4.3
                    return StatusResponse.ok("REPLACE completed");
                }, scope.actor()), scope.actor());
    }

    /** Another session moves the old message, or has removed it: the new one would be there beside it, or in the place of nothing. */
    private CompletionStage<Verdict.Added> takenBack(Verdict.Added added, SelectedMailbox mailbox, long old, Verdict.Expunged gone) {
        return scope.folders().ask(folder, new MailboxCommand.Expunge(UidSet.of(added.uids().get(0)), false, scope.by()))
                .thenComposeAsync(unused -> mailbox.untilSeen(gone.event()), scope.actor())
                .thenComposeAsync(unused -> CompletableFuture.failedFuture(mailbox.find(old).isPresent() ? Folders.beingMoved() : noMessage()), scope.actor());
    }

    private static Refusal noMessage() {
        return Refusal.no("EXPUNGEISSUED", "There is no such message any more");
    }

    /** Nothing of it is wanted any more: what was written is deleted, unless it may be in a mailbox. */
    void discard() {
        if (!handedOver) {
            intakes.forEach(AppendIntake::discard);
        }
    }
}
