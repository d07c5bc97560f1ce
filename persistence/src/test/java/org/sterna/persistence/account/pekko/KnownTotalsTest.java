package org.sterna.persistence.account.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Totals;

class KnownTotalsTest {
    private static final MailboxId INBOX = new MailboxId("inbox");
    private static final MailboxId LISTS = new MailboxId("lists");
    private static final MailboxId OTHER = new MailboxId("other");
    private static final Instant AT = Instant.EPOCH;

    private final List<MailboxId> woken = new ArrayList<>();
    private final KnownTotals totals = new KnownTotals(woken::add);
    private final Account account = with(with(Account.EMPTY, new AccountCommand.Create("jones@example.org", "$x", INBOX, AT)),
            new AccountCommand.CreateFolder("lists", LISTS, AT));

    private static Account with(Account before, AccountCommand command) {
        Account account = before;
        for (AccountEvent event : ((AccountVerdict.Accepted) before.decide(command)).events()) {
            account = account.evolve(event);
        }
        return account;
    }

    private static Totals empty(MailboxId mailbox) {
        return new Totals(Optional.of(mailbox), 1, 1, 1, 0, 0, 0, 0, 0, false, Optional.empty());
    }

    @Test
    void onlyTheMailboxesThatAreWantedAreWoken() {
        totals.watch(account, Set.of(LISTS, OTHER)::contains, 0);
        assertThat(woken).containsExactly(LISTS);
        totals.watch(account, mailbox -> false, 0);
        assertThat(woken).containsExactly(LISTS);
        totals.watch(account, mailbox -> true, 0);
        assertThat(woken).containsExactly(LISTS, INBOX);
    }

    @Test
    void whoHasAnsweredIsNotAskedAgainUntilItIsLost() {
        totals.watch(account, Set.of(LISTS)::contains, 0);
        totals.told(account, LISTS, empty(LISTS));
        totals.watch(account, Set.of(LISTS)::contains, Duration.ofHours(1).toNanos());
        assertThat(woken).containsExactly(LISTS);
        totals.lost(LISTS);
        totals.watch(account, Set.of(LISTS)::contains, Duration.ofHours(1).toNanos());
        assertThat(woken).containsExactly(LISTS, LISTS);
    }

    @Test
    void whoDoesNotAnswerIsAskedAgainAfterAWhile() {
        totals.watch(account, Set.of(LISTS)::contains, 0);
        totals.watch(account, Set.of(LISTS)::contains, Duration.ofSeconds(1).toNanos());
        assertThat(woken).hasSize(1);
        totals.watch(account, Set.of(LISTS)::contains, Duration.ofSeconds(10).toNanos());
        assertThat(woken).hasSize(2);
    }
}
