package org.sterna.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountVerdict.Reason;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;
import org.sterna.persistence.identity.MailboxId;

class RedirectionTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final String TEAM = "team@example.org";

    private Account address = Account.EMPTY;

    @Test
    void anAliasGrowsAndShrinks() {
        when(new AccountCommand.AddTargets(TEAM, List.of("b@example.org", "a@example.org"), NOW));
        when(new AccountCommand.AddTargets(TEAM, List.of("c@example.com"), NOW));
        assertThat(address.redirection()).contains(new Redirection.Alias(List.of("a@example.org", "b@example.org", "c@example.com")));
        when(new AccountCommand.RemoveTargets(List.of("b@example.org", "unknown@example.org"), NOW));
        assertThat(address.redirection()).contains(new Redirection.Alias(List.of("a@example.org", "c@example.com")));
        assertThat(address.exists()).isFalse();
        assertThat(address.events()).isEqualTo(3);
    }

    @Test
    void anAliasEndsWithItsLastTarget() {
        when(new AccountCommand.AddTargets(TEAM, List.of("a@example.org"), NOW));
        when(new AccountCommand.RemoveTargets(List.of("a@example.org"), NOW));
        thenFree();
        when(new AccountCommand.AddTargets(TEAM, List.of("a@example.org", "b@example.org"), NOW));
        when(new AccountCommand.RemoveTargets(List.of(), NOW));
        thenFree();
        assertThat(refusal(new AccountCommand.RemoveTargets(List.of(), NOW))).isEqualTo(Reason.NO_ACCOUNT);
    }

    @Test
    void whatIsSoAlreadyIsNoEvent() {
        when(new AccountCommand.AddTargets(TEAM, List.of("a@example.org"), NOW));
        assertThat(address.decide(new AccountCommand.AddTargets(TEAM, List.of("a@example.org"), NOW))).isEqualTo(new AccountVerdict.Accepted(List.of()));
        assertThat(address.decide(new AccountCommand.RemoveTargets(List.of("b@example.org"), NOW))).isEqualTo(new AccountVerdict.Accepted(List.of()));
    }

    @Test
    void anOwnerMakesItAList() {                                            // RFC 5321 section 3.9.2
        when(new AccountCommand.AddTargets(TEAM, List.of("a@example.org"), NOW));
        thenOwnedBy(Optional.empty());
        when(new AccountCommand.AddTargets(TEAM, List.of("a@example.org"), Optional.of("boss@example.org"), NOW));
        thenOwnedBy(Optional.of("boss@example.org"));
        when(new AccountCommand.AddTargets(TEAM, List.of("b@example.org"), NOW));
        when(new AccountCommand.RemoveTargets(List.of("a@example.org"), NOW));
        thenOwnedBy(Optional.of("boss@example.org"));
        assertThat(AddressUse.read(new FieldReader(AddressUse.of(address).toOctets()))).isEqualTo(AddressUse.of(address));
        when(new AccountCommand.RemoveOwner(NOW));
        thenOwnedBy(Optional.empty());
        assertThat(address.decide(new AccountCommand.RemoveOwner(NOW))).isEqualTo(new AccountVerdict.Accepted(List.of()));
        when(new AccountCommand.RemoveTargets(List.of(), NOW));
        assertThat(refusal(new AccountCommand.RemoveOwner(NOW))).isEqualTo(Reason.NO_ACCOUNT);
    }

    private void thenOwnedBy(Optional<String> owner) {
        assertThat(((Redirection.Alias) address.redirection().orElseThrow()).owner()).isEqualTo(owner);
        assertThat(((AddressUse.AliasEntry) AddressUse.of(address)).owner()).isEqualTo(owner);
    }

    @Test
    void anAliasHasALimit() {
        List<String> most = IntStream.range(0, Redirection.Alias.MAX_TARGETS).mapToObj(i -> i + "@example.com").toList();
        when(new AccountCommand.AddTargets(TEAM, most, NOW));
        assertThat(refusal(new AccountCommand.AddTargets(TEAM, List.of("one-more@example.com"), NOW))).isEqualTo(Reason.TOO_MANY);
    }

    @Test
    void aRelayedRecipientMayChangeItsNextHop() {
        when(new AccountCommand.RelayTo(TEAM, Optional.of("server1"), NOW));
        assertThat(address.decide(new AccountCommand.RelayTo(TEAM, Optional.of("server1"), NOW))).isEqualTo(new AccountVerdict.Accepted(List.of()));
        when(new AccountCommand.RelayTo(TEAM, Optional.empty(), NOW));
        assertThat(address.redirection()).contains(new Redirection.Relayed(Optional.empty()));
        when(new AccountCommand.StopRelaying(NOW));
        thenFree();
    }

    @Test
    void anAddressIsOneThingAtATime() {
        when(create());
        assertThat(refusal(new AccountCommand.AddTargets(TEAM, List.of("a@b"), NOW))).isEqualTo(Reason.ACCOUNT_EXISTS);
        assertThat(refusal(new AccountCommand.RelayTo(TEAM, Optional.empty(), NOW))).isEqualTo(Reason.ACCOUNT_EXISTS);
        when(new AccountCommand.Remove(NOW));
        when(new AccountCommand.AddTargets(TEAM, List.of("a@b"), NOW));
        assertThat(refusal(create())).isEqualTo(Reason.ACCOUNT_EXISTS);
        assertThat(refusal(new AccountCommand.RelayTo(TEAM, Optional.empty(), NOW))).isEqualTo(Reason.ACCOUNT_EXISTS);
        assertThat(refusal(new AccountCommand.SetPassword("$y", NOW))).isEqualTo(Reason.NO_ACCOUNT);
        assertThat(refusal(new AccountCommand.StopRelaying(NOW))).isEqualTo(Reason.NO_ACCOUNT);
        when(new AccountCommand.RemoveTargets(List.of(), NOW));
        when(new AccountCommand.RelayTo(TEAM, Optional.empty(), NOW));
        assertThat(refusal(create())).isEqualTo(Reason.ACCOUNT_EXISTS);
        assertThat(refusal(new AccountCommand.AddTargets(TEAM, List.of("a@b"), NOW))).isEqualTo(Reason.ACCOUNT_EXISTS);
    }

    @Test
    void uidValidityRisesAcrossAnAlias() {                                  // RFC 9051 section 2.3.1.1
        when(create());
        long first = address.folders().get(Account.INBOX).uidValidity();
        when(new AccountCommand.Remove(NOW));
        when(new AccountCommand.AddTargets(TEAM, List.of("a@b"), NOW));
        when(new AccountCommand.RemoveTargets(List.of(), NOW));
        when(create());
        assertThat(address.folders().get(Account.INBOX).uidValidity()).isGreaterThan(first);
        assertThat(address.exists()).isTrue();
    }

    @Test
    void theViewIsReadBack() {
        thenViewIs(AddressEntry.class, create());
        assertThat(AddressUse.of(address).exists()).isTrue();
        thenViewIs(AddressEntry.class, new AccountCommand.Remove(NOW));
        assertThat(AddressUse.of(address).exists()).isFalse();
        thenViewIs(AddressUse.AliasEntry.class, new AccountCommand.AddTargets(TEAM, List.of("a@example.org"), NOW));
        thenViewIs(AddressEntry.class, new AccountCommand.RemoveTargets(List.of(), NOW));
        assertThat(AddressUse.of(address).exists()).isFalse();
        thenViewIs(AddressUse.RelayedEntry.class, new AccountCommand.RelayTo(TEAM, Optional.of("[2001:db8::1]:25"), NOW));
        assertThatThrownBy(() -> AddressUse.read(new FieldReader(new FieldWriter().octet(2).toOctets())))
                .isInstanceOf(UnreadableRecordException.class).hasMessageContaining("format 2");
        assertThatThrownBy(() -> AddressUse.read(new FieldReader(new FieldWriter().octet(1).octet(9).text(TEAM).number(1).toOctets())))
                .isInstanceOf(UnreadableRecordException.class).hasMessageContaining("kind 9");
    }

    private void thenViewIs(Class<? extends AddressUse> kind, AccountCommand command) {
        when(command);
        AddressUse use = AddressUse.of(address);
        assertThat(use).isInstanceOf(kind);
        assertThat(use.address()).isEqualTo(TEAM);
        assertThat(use.event()).isEqualTo(address.events());
        assertThat(AddressUse.read(new FieldReader(use.toOctets()))).isEqualTo(use);
    }

    private static AccountCommand create() {
        return new AccountCommand.Create(TEAM, "$x", new MailboxId("inbox"), NOW);
    }

    private void when(AccountCommand command) {
        AccountVerdict verdict = address.decide(command);
        assertThat(verdict).isInstanceOf(AccountVerdict.Accepted.class);
        assertThat(((AccountVerdict.Accepted) verdict).events()).isNotEmpty();
        ((AccountVerdict.Accepted) verdict).events().forEach(event -> address = address.evolve(event));
    }

    private Reason refusal(AccountCommand command) {
        return ((AccountVerdict.Refused) address.decide(command)).reason();
    }

    private void thenFree() {
        assertThat(address.redirection()).isEmpty();
        assertThat(address.exists()).isFalse();
        assertThat(address.decide(create())).isInstanceOf(AccountVerdict.Accepted.class);
    }
}
