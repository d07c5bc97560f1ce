package org.sterna.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountVerdict.Reason;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.identity.MailboxId;

class LoginRulesTest {
    private static final Instant NOW = Instant.parse("2024-05-17T10:00:00Z");
    private static final AppPassword PHONE = new AppPassword("phone", "{SSHA512}x", Set.of(LoginScope.IMAP, LoginScope.SMTP), Optional.of(NOW.plusSeconds(60)), NOW);

    private Account account = Account.EMPTY;

    LoginRulesTest() {
        apply(new AccountCommand.Create("jones@example.org", "$x", new MailboxId("m"), NOW));
    }

    @Test
    void appPasswordsComeAndGoByTheirNames() {
        apply(new AccountCommand.AddAppPassword(PHONE));
        assertThat(account.rights().apps()).containsOnlyKeys("phone");
        assertThat(refusal(new AccountCommand.AddAppPassword(PHONE))).isEqualTo(Reason.APP_PASSWORD_EXISTS);
        assertThat(refusal(new AccountCommand.RemoveAppPassword("tablet", NOW))).isEqualTo(Reason.NO_APP_PASSWORD);
        apply(new AccountCommand.RemoveAppPassword("phone", NOW));
        assertThat(account.rights().apps()).isEmpty();
        for (int i = 0; i < LoginRights.MAX_APPS; i++) {
            apply(new AccountCommand.AddAppPassword(new AppPassword("app" + i, "x", Set.of(LoginScope.POP3), Optional.empty(), NOW)));
        }
        assertThat(refusal(new AccountCommand.AddAppPassword(PHONE))).isEqualTo(Reason.TOO_MANY_APP_PASSWORDS);
    }

    @Test
    void anAppPasswordIsForItsScopesUntilItExpires() {
        assertThat(PHONE.isFor(LoginScope.IMAP, NOW.plusSeconds(59))).isTrue();
        assertThat(PHONE.isFor(LoginScope.IMAP, NOW.plusSeconds(60))).isFalse();
        assertThat(PHONE.isFor(LoginScope.POP3, NOW)).isFalse();
        assertThat(PHONE.toString()).isEqualTo("phone for imap, smtp until 2024-05-17T10:01:00Z");
        assertThatThrownBy(() -> new AppPassword(" ", "x", Set.of(LoginScope.IMAP), Optional.empty(), NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AppPassword("phone", "x", Set.of(), Optional.empty(), NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rightsAreSetOnceAndEndWithTheAccount() {
        apply(new AccountCommand.SetRights(Set.of(), Set.of(LoginScope.SMTP), Optional.of(true), NOW));
        assertThat(account.rights().denied()).containsExactly(LoginScope.SMTP);
        assertThat(account.rights().impersonates()).isTrue();
        assertThat(account.decide(new AccountCommand.SetRights(Set.of(LoginScope.IMAP), Set.of(LoginScope.SMTP), Optional.of(true), NOW))).isEqualTo(new AccountVerdict.Accepted(List.of()));
        apply(new AccountCommand.Remove(NOW));
        assertThat(account.rights()).isEqualTo(LoginRights.USUAL);
    }

    @Test
    void whoeverSetsOneRightLeavesTheOthers() {
        apply(new AccountCommand.SetRights(Set.of(), Set.of(LoginScope.SMTP), Optional.empty(), NOW));
        apply(new AccountCommand.SetRights(Set.of(), Set.of(), Optional.of(true), NOW));
        apply(new AccountCommand.SetRights(Set.of(), Set.of(LoginScope.POP3), Optional.empty(), NOW));
        assertThat(account.rights().denied()).containsExactlyInAnyOrder(LoginScope.SMTP, LoginScope.POP3);
        assertThat(account.rights().impersonates()).isTrue();
        apply(new AccountCommand.SetRights(Set.of(LoginScope.SMTP, LoginScope.POP3), Set.of(LoginScope.POP3), Optional.of(false), NOW));
        assertThat(account.rights().denied()).containsExactly(LoginScope.POP3);
        assertThat(account.rights().impersonates()).isFalse();
    }

    @Test
    void whatIsOnlyWrittenDownChangesNothing() {
        Account before = account;
        apply(new AccountCommand.NoteImpersonation("support@example.org", LoginScope.IMAP, "192.0.2.7", NOW));
        account = account.evolve(new AccountEvent.ChangedBy("root", NOW));
        assertThat(account.rights()).isEqualTo(before.rights());
        assertThat(account.folders()).isEqualTo(before.folders());
        assertThat(account.events()).isEqualTo(before.events() + 2);
    }

    @Test
    void snapshotAndViewKeepThem() {
        apply(new AccountCommand.AddAppPassword(PHONE));
        apply(new AccountCommand.SetRights(Set.of(), Set.of(LoginScope.POP3), Optional.of(true), NOW));
        AccountCodec codec = new AccountCodec();
        assertThat(codec.read(codec.manifest(account), Map.of())).isEqualTo(account);
        AddressEntry entry = (AddressEntry) AddressUse.read(new FieldReader(ByteBuffer.wrap(AddressUse.of(account).toOctets())));
        assertThat(entry.rights()).isEqualTo(account.rights());
    }

    private void apply(AccountCommand command) {
        ((AccountVerdict.Accepted) account.decide(command)).events().forEach(event -> account = account.evolve(event));
    }

    private Reason refusal(AccountCommand command) {
        return ((AccountVerdict.Refused) account.decide(command)).reason();
    }
}
