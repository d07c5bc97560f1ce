package org.sterna.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.MailboxId;

/** The same command once more, because its answer was lost: it is known again by its events, and another one like it is not. */
class RepetitionTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.000000789Z");
    private static final String ADDRESS = "jones@example.org";
    private final List<AccountEvent> events = new ArrayList<>();
    private Account account = Account.EMPTY;
    private int clock;

    private Instant at() {
        return AT.plusMillis(++clock);
    }

    private void once(AccountCommand command, AccountCommand another) {
        assertThat(Repetition.matters(command)).as(command.toString()).isTrue();
        assertThat(Repetition.isDone(command, events)).isFalse();
        for (AccountEvent event : ((AccountVerdict.Accepted) account.decide(command)).events()) {
            AccountEvent read = AccountCodec.EVENTS.read(AccountCodec.EVENTS.write(event));
            events.add(read);
            account = account.evolve(read);
        }
        assertThat(Repetition.isDone(command, events)).as(command.toString()).isTrue();
        assertThat(Repetition.isDone(another, events)).as(another.toString()).isFalse();
    }

    @Test
    void whatCannotBeDoneTwiceIsKnownAgain() {
        once(new AccountCommand.Create(ADDRESS, "x", new MailboxId("i1"), at()), new AccountCommand.Create(ADDRESS, "x", new MailboxId("i2"), at()));
        once(new AccountCommand.CreateFolder("Work", new MailboxId("w1"), at()), new AccountCommand.CreateFolder("Work", new MailboxId("w2"), at()));
        once(new AccountCommand.RenameFolder("Work/", "Old", new MailboxId("n1"), at()), new AccountCommand.RenameFolder("Work", "Old", new MailboxId("n2"), at()));
        once(new AccountCommand.RenameFolder("inbox", "Older", new MailboxId("n3"), at()), new AccountCommand.RenameFolder("inbox", "Older", new MailboxId("n4"), at()));
        once(new AccountCommand.DeleteFolder("Old", at()), new AccountCommand.DeleteFolder("Old", at()));
        AppPassword app = new AppPassword("phone", "$hash", Set.of(LoginScope.IMAP), Optional.empty(), at());
        once(new AccountCommand.AddAppPassword(app), new AccountCommand.AddAppPassword(
                new AppPassword("phone", "$other", Set.of(LoginScope.IMAP), Optional.empty(), at())));
        once(new AccountCommand.RemoveAppPassword("phone", at()), new AccountCommand.RemoveAppPassword("phone", at()));
        once(new AccountCommand.NoteImpersonation("root@example.org", LoginScope.IMAP, "192.0.2.1", at()),
                new AccountCommand.NoteImpersonation("root@example.org", LoginScope.IMAP, "192.0.2.1", at()));
        once(new AccountCommand.Remove(at()), new AccountCommand.Remove(at()));
        once(new AccountCommand.AddTargets(ADDRESS, List.of("a@example.org", "b@example.org"), Optional.of("a@example.org"), at()),
                new AccountCommand.AddTargets(ADDRESS, List.of("a@example.org"), at()));
        once(new AccountCommand.RemoveOwner(at()), new AccountCommand.RemoveOwner(at()));
        once(new AccountCommand.RemoveTargets(List.of(), at()), new AccountCommand.RemoveTargets(List.of(), at()));
        once(new AccountCommand.RelayTo(ADDRESS, Optional.empty(), at()), new AccountCommand.RelayTo(ADDRESS, Optional.empty(), at()));
        once(new AccountCommand.StopRelaying(at()), new AccountCommand.StopRelaying(at()));
    }

    /** Whatever is refused when it comes again, or changes something again, must be known again. */
    @Test
    void everythingElseMayBeDoneTwice() {
        List<AccountCommand> twice = List.of(new AccountCommand.SetPassword("y", at()), new AccountCommand.ResealPassword("y", "z", at()),
                new AccountCommand.SetRights(Set.of(), Set.of(LoginScope.POP3), Optional.of(true), at()), new AccountCommand.SetQuota(QuotaLimits.ofOctets(5), at()),
                new AccountCommand.Subscribe("Work"), new AccountCommand.Unsubscribe("Work"), new AccountCommand.ForgetMailboxes(List.of()), new AccountCommand.Look());
        once(new AccountCommand.Create(ADDRESS, "x", new MailboxId("i1"), at()), new AccountCommand.Look());
        for (AccountCommand command : twice) {
            assertThat(Repetition.matters(command)).isFalse();
            for (int i = 0; i < 2; i++) {
                assertThat(account.decide(command)).isInstanceOf(AccountVerdict.Accepted.class);
                ((AccountVerdict.Accepted) account.decide(command)).events().forEach(event -> account = account.evolve(event));
            }
        }
    }
}
