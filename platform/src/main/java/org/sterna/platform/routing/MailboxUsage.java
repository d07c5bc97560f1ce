package org.sterna.platform.routing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.mailbox.pekko.MailboxView;

/**
 * Adds up the account's mailboxes from their replicas on this node. A replica that no session holds is loaded for the
 * question and let go again.
 */
public final class MailboxUsage implements AccountUsage {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Mailboxes asked at one time. */
    private static final int AT_ONCE = 50;

    private final ActorSystem<?> system;
    private final ActorRef<MailboxReplicas.Message> replicas;

    public MailboxUsage(ActorSystem<?> system, ActorRef<MailboxReplicas.Message> replicas) {
        this.system = system;
        this.replicas = replicas;
    }

    @Override
    public CompletionStage<Long> octets(String account) {
        return ClusterSharding.get(system).entityRefFor(AccountEntity.TYPE, account).<AccountEntity.Response>ask(replyTo ->
                new AccountEntity.Request(new AccountCommand.Look(), replyTo), PATIENCE)
                .thenCompose(response -> sum(List.copyOf(response.account().folders().values()), 0, 0));
    }

    private CompletionStage<Long> sum(List<Folder> folders, int from, long before) {
        if (from >= folders.size()) {
            return CompletableFuture.completedFuture(before);
        }
        List<CompletableFuture<Long>> some = folders.subList(from, Math.min(folders.size(), from + AT_ONCE)).stream()
                .map(each -> octets(each).toCompletableFuture()).toList();
        return CompletableFuture.allOf(some.toArray(CompletableFuture[]::new)).thenCompose(unused ->
                sum(folders, from + AT_ONCE, before + some.stream().mapToLong(CompletableFuture::join).sum()));
    }

    private CompletionStage<Long> octets(Folder folder) {
        return AskPattern.<MailboxReplicas.Message, MailboxView>ask(replicas, replyTo -> new MailboxReplicas.Attach(folder.mailbox(), replyTo),
                PATIENCE, system.scheduler()).thenApply(view -> view.state().messages().octets());
    }
}
