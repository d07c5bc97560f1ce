package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.blob.cassandra.CassandraBlobs;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxCommand.NewMessage;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Verdict;

/**
 * Puts messages into a mailbox, all or none. Those whose octets are in a blob announce themselves there first and sign in its
 * references afterwards, so that the octets are held at every moment. For any thread.
 */
final class MessageAddition {
    /** Whose octets they are. */
    enum Octets {
        /** Written by this session just now. */
        NEW,
        /** Those of other messages. */
        SHARED
    }

    private record Holding(BlobId blob, String token, int message) { }

    private final SessionScope scope;
    private final CassandraBlobs blobs;
    private final Folder target;
    private final List<NewMessage> messages;
    private final Octets octets;
    private final List<Holding> holdings = new ArrayList<>();

    MessageAddition(SessionScope scope, Folder target, List<NewMessage> messages, Octets octets) {
        this.scope = scope;
        this.blobs = scope.services().blobs();
        this.target = target;
        this.messages = messages;
        this.octets = octets;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).octets() instanceof OctetsPlace.InBlob place) {
                holdings.add(new Holding(place.blob(), blobs.newToken(), i));
            }
        }
    }

    /** Adds them; completes when they are durable. */
    CompletionStage<Verdict.Added> add() {
        return by(new MailboxCommand.AddMessages(messages, List.of()));
    }

    /** Puts the one message in the place of another (RFC 8508 section 3.4). */
    CompletionStage<Verdict.Added> replace(long uid) {
        return by(new MailboxCommand.Replace(uid, messages.get(0), scope.by()));
    }

    private CompletionStage<Verdict.Added> by(MailboxCommand command) {
        return all(holdings.stream().map(each -> octets == Octets.NEW ? blobs.announce(each.blob(), target.mailbox(), each.token())
                : blobs.share(each.blob(), target.mailbox(), each.token())).toList())
                .thenCompose(unused -> scope.folders().ask(target, command))
                .handle((answer, failure) -> failure == null ? settled((Verdict.Added) answer) : failed(failure))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<Verdict.Added> settled(Verdict.Added added) {
        return all(holdings.stream().map(each -> blobs.settle(each.blob(), target.mailbox(), each.token(), added.uids().get(each.message()))).toList())
                .thenApply(unused -> added);
    }

    /** What was refused for sure is withdrawn; what may have been done is left for the sweeper to find out. */
    private CompletionStage<Verdict.Added> failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        CompletionStage<Verdict.Added> failed = CompletableFuture.failedFuture(cause);
        return cause instanceof Refusal ? all(holdings.stream().map(each -> blobs.withdraw(each.blob(), target.mailbox(), each.token())).toList())
                .handle((unused, second) -> failed).thenCompose(stage -> stage) : failed;
    }

    private static CompletionStage<Void> all(List<CompletionStage<Void>> stages) {
        return CompletableFuture.allOf(stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }
}
