package org.sterna.platform.trust;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.platform.asking.Asking;

/**
 * Asks the Account entity. The mailbox is the one that is for junk (RFC 6154 section 2), whatever it is called, or else the one named Junk; it is
 * made if there is neither, and its entity is told of it before a message is on its way there.
 */
public final class AccountJunk implements JunkMailboxes {
    private final ClusterSharding sharding;
    private final Clock clock;
    private final RandomGenerator random;

    public AccountJunk(ClusterSharding sharding, Clock clock, RandomGenerator random) {
        this.sharding = sharding;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public CompletionStage<MailboxId> of(String account) {
        return ask(account, new AccountCommand.Look()).thenCompose(state -> junk(state).isPresent() ? CompletableFuture.completedFuture(state)
                : ask(account, new AccountCommand.CreateFolder(SpecialUse.JUNK.folder(), MailboxId.random(random), Set.of(SpecialUse.JUNK), clock.instant())))
                .thenCompose(state -> made(account, junk(state).orElseGet(() -> state.folders().get(Account.INBOX))));
    }

    private static Optional<Folder> junk(Account state) {
        return state.withUse(SpecialUse.JUNK).or(() -> Optional.of(SpecialUse.JUNK.folder())).map(state.folders()::get);
    }

    /** A refusal leaves the account as it is: somebody else may just have made the mailbox. */
    private CompletionStage<Account> ask(String account, AccountCommand command) {
        return Asking.SOON.<AccountEntity.Message, AccountEntity.Response>askAgain(sharding.entityRefFor(AccountEntity.TYPE, account),
                (replyTo, again) -> new AccountEntity.Request(command, Optional.empty(), replyTo, again)).thenApply(AccountEntity.Response::account);
    }

    private CompletionStage<MailboxId> made(String account, Folder folder) {
        MailboxCommand create = new MailboxCommand.Create(folder.mailbox(), account, folder.uidValidity(), By.nobody(clock.instant()));
        return Asking.SOON.<MailboxEntity.Message, Verdict>askAgain(sharding.entityRefFor(MailboxEntity.TYPE, folder.mailbox().value()),
                (replyTo, again) -> new MailboxEntity.Request(create, replyTo, again)).thenApply(unused -> folder.mailbox());
    }
}
