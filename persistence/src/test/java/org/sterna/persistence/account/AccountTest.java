package org.sterna.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountVerdict.Reason;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.identity.MailboxId;

class AccountTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final MailboxId NEW = new MailboxId("new");

    private Account account = Account.EMPTY;
    private int mailboxes;

    AccountTest() {
        apply(new AccountCommand.Create("jones@example.org", "$x", new MailboxId("inbox"), NOW));
    }

    @Test
    void everyCommandIsDecided() {
        List<AccountCommand> commands = List.of(new AccountCommand.Create("a@b", "p", NEW, NOW), new AccountCommand.SetPassword("p", NOW),
                new AccountCommand.ResealPassword("p", "q", NOW),
                new AccountCommand.SetQuota(QuotaLimits.ofOctets(1), NOW), new AccountCommand.CreateFolder("a", NEW, NOW),
                new AccountCommand.DeleteFolder("a", NOW), new AccountCommand.RenameFolder("a", "b", NEW, NOW),
                new AccountCommand.Subscribe("a"), new AccountCommand.Unsubscribe("a"), new AccountCommand.Look(), new AccountCommand.Remove(NOW),
                new AccountCommand.AddTargets("a@b", List.of("c@d"), NOW), new AccountCommand.RemoveTargets(List.of(), NOW),
                new AccountCommand.RemoveOwner(NOW),
                new AccountCommand.RelayTo("a@b", Optional.empty(), NOW), new AccountCommand.StopRelaying(NOW),
                new AccountCommand.SetAnnotations(Optional.empty(), Map.of(), new AnnotationLimits(1, 1), NOW), new AccountCommand.ForgetMailboxes(List.of(NEW)),
                new AccountCommand.AddAppPassword(new AppPassword("phone", "x", Set.of(LoginScope.IMAP), Optional.empty(), NOW)),
                new AccountCommand.RemoveAppPassword("phone", NOW), new AccountCommand.SetRights(Set.of(), Set.of(LoginScope.SMTP), Optional.of(false), NOW),
                new AccountCommand.NoteImpersonation("b@b", LoginScope.IMAP, "192.0.2.1", NOW));
        Set<Class<?>> asked = new HashSet<>();
        for (AccountCommand command : commands) {
            asked.add(command.getClass());
            assertThat(account.decide(command)).isNotNull();
            if (!(command instanceof AccountCommand.Create) && !(command instanceof AccountCommand.AddTargets)
                    && !(command instanceof AccountCommand.RelayTo) && !(command instanceof AccountCommand.ForgetMailboxes)) {
                assertThat(Account.EMPTY.decide(command)).isEqualTo(new AccountVerdict.Refused(Reason.NO_ACCOUNT));
            }
        }
        assertThat(asked).containsExactlyInAnyOrder(AccountCommand.class.getPermittedSubclasses());
    }

    @Test
    void aStrongerHashReplacesOnlyTheOneItWasMadeFor() {
        String stored = account.password();
        apply(new AccountCommand.ResealPassword(stored, "$stronger", NOW));
        assertThat(account.password()).isEqualTo("$stronger");
        apply(new AccountCommand.SetPassword("$changed", NOW));
        assertThat(account.decide(new AccountCommand.ResealPassword("$stronger", "$late", NOW))).isEqualTo(new AccountVerdict.Accepted(List.of()));
    }

    @Test
    void newAccountHasItsInbox() {
        assertThat(account.exists()).isTrue();
        assertThat(account.folders()).containsOnlyKeys("INBOX");
        assertThat(account.folders().get("INBOX").uidValidity()).isEqualTo(NOW.getEpochSecond());
        assertThat(refusal(new AccountCommand.Create("jones@example.org", "", NEW, NOW))).isEqualTo(Reason.ACCOUNT_EXISTS);
    }

    @Test
    void uidValiditiesRiseEvenWithinASecondAndAfterDeletion() {                  // RFC 9051 section 2.3.1.1
        create("a");
        create("b");
        long b = account.folders().get("b").uidValidity();
        assertThat(b).isEqualTo(NOW.getEpochSecond() + 2);
        apply(new AccountCommand.DeleteFolder("b", NOW));
        create("b");
        assertThat(account.folders().get("b").uidValidity()).isGreaterThan(b);
        apply(new AccountCommand.Remove(NOW));
        assertThat(account.exists()).isFalse();
        assertThat(account.folders()).isEmpty();
        apply(new AccountCommand.Create("jones@example.org", "$y", NEW, NOW.minusSeconds(50)));
        assertThat(account.folders().get("INBOX").uidValidity()).isGreaterThan(b + 1);
    }

    @Test
    void namesThatCannotBeAreRefused() {
        for (String name : List.of("", "/", "/a", "a//b", "a*", "a%b", "a\u0000", "a\r\nb", "x".repeat(1001))) {
            assertThat(refusal(new AccountCommand.CreateFolder(name, NEW, NOW))).describedAs(name).isEqualTo(Reason.BAD_NAME);
            assertThat(refusal(new AccountCommand.RenameFolder("INBOX", name, NEW, NOW))).describedAs(name).isEqualTo(Reason.BAD_NAME);
        }
        for (String inbox : List.of("INBOX", "inbox", "InBoX/")) {
            assertThat(refusal(new AccountCommand.CreateFolder(inbox, NEW, NOW))).isEqualTo(Reason.INBOX);
            assertThat(refusal(new AccountCommand.DeleteFolder(inbox, NOW))).isEqualTo(Reason.INBOX);
        }
        assertThat(Account.spelled("inbox/Sub/")).isEqualTo("INBOX/Sub");
    }

    @Test
    void folderWithChildrenIsNotDeleted() {                                      // RFC 9051 section 6.3.5
        create("a", "a/b", "a.b", "ab");
        assertThat(refusal(new AccountCommand.DeleteFolder("a", NOW))).isEqualTo(Reason.HAS_CHILDREN);
        apply(new AccountCommand.DeleteFolder("a/b", NOW));
        apply(new AccountCommand.DeleteFolder("a", NOW));
        assertThat(account.folders()).containsOnlyKeys("INBOX", "a.b", "ab");
        assertThat(refusal(new AccountCommand.DeleteFolder("a", NOW))).isEqualTo(Reason.NO_FOLDER);
    }

    @Test
    void renameTakesTheHierarchyAlong() {                                        // RFC 9051 section 6.3.6
        create("a", "a/b", "a/b/c", "ab");
        TreeMap<String, AccountEvent.Folder> before = new TreeMap<>(account.folders());
        apply(new AccountCommand.RenameFolder("a", "z/y", NEW, NOW));
        assertThat(account.folders()).containsOnlyKeys("INBOX", "ab", "z/y", "z/y/b", "z/y/b/c");
        assertThat(account.folders().get("z/y/b/c")).isEqualTo(before.get("a/b/c"));
    }

    @Test
    void renameNeverTakesAnothersPlace() {
        create("a", "a/x", "b/x", "c");
        assertThat(refusal(new AccountCommand.RenameFolder("a", "b", NEW, NOW))).isEqualTo(Reason.FOLDER_EXISTS);
        assertThat(refusal(new AccountCommand.RenameFolder("a", "c", NEW, NOW))).isEqualTo(Reason.FOLDER_EXISTS);
        assertThat(refusal(new AccountCommand.RenameFolder("a", "inbox", NEW, NOW))).isEqualTo(Reason.FOLDER_EXISTS);
        assertThat(refusal(new AccountCommand.RenameFolder("a", "a/y", NEW, NOW))).isEqualTo(Reason.BAD_NAME);
        assertThat(refusal(new AccountCommand.RenameFolder("nothing", "d", NEW, NOW))).isEqualTo(Reason.NO_FOLDER);
        assertThat(refusal(new AccountCommand.RenameFolder("a", "y".repeat(999), NEW, NOW))).isEqualTo(Reason.BAD_NAME);
    }

    /** One mailbox's new name is another one's old name. */
    @Test
    void renameUpwardsLosesNothing() {
        create("a/b", "a/b/b/z", "a/b/z");
        TreeMap<String, AccountEvent.Folder> before = new TreeMap<>(account.folders());
        apply(new AccountCommand.RenameFolder("a/b", "a", NEW, NOW));
        assertThat(account.folders()).containsOnlyKeys("INBOX", "a", "a/b/z", "a/z");
        assertThat(account.folders().get("a/b/z")).isEqualTo(before.get("a/b/b/z"));
        assertThat(account.folders().get("a/z")).isEqualTo(before.get("a/b/z"));
    }

    @Test
    void renamedInboxBeginsAnew() {                                              // RFC 9051 section 6.3.6
        create("INBOX/sub");
        AccountEvent.Folder inbox = account.folders().get("INBOX");
        apply(new AccountCommand.RenameFolder("inbox", "INBOX/old", NEW, NOW));
        assertThat(account.folders()).containsOnlyKeys("INBOX", "INBOX/old", "INBOX/sub");
        assertThat(account.folders().get("INBOX/old")).isEqualTo(inbox);
        assertThat(account.folders().get("INBOX").mailbox()).isEqualTo(NEW);
        assertThat(account.folders().get("INBOX").uidValidity()).isGreaterThan(inbox.uidValidity());
    }

    @Test
    void subscriptionsNeedNoMailbox() {                                          // RFC 9051 section 6.3.7
        apply(new AccountCommand.Subscribe("nowhere"));
        assertThat(account.subscriptions()).containsExactly("nowhere");
        assertThat(account.decide(new AccountCommand.Subscribe("nowhere"))).isEqualTo(new AccountVerdict.Accepted(List.of()));
        apply(new AccountCommand.Unsubscribe("nowhere"));
        assertThat(account.decide(new AccountCommand.Unsubscribe("nowhere"))).isEqualTo(new AccountVerdict.Accepted(List.of()));
    }

    @Test
    void quotaAndPasswordChange() {
        apply(new AccountCommand.SetQuota(QuotaLimits.ofOctets(5), NOW));
        apply(new AccountCommand.SetPassword("$z", NOW));
        assertThat(account.limits()).isEqualTo(QuotaLimits.ofOctets(5));
        assertThat(account.password()).isEqualTo("$z");
        assertThat(account.events()).isEqualTo(3);
        AddressEntry entry = AddressEntry.of(account);
        assertThat(AddressUse.read(new FieldReader(entry.toOctets()))).isEqualTo(entry);
        assertThat(entry.toString()).doesNotContain("$z");
        apply(new AccountCommand.Remove(NOW));
        assertThat(AddressEntry.of(account).exists()).isFalse();
        assertThat(AddressEntry.of(account).password()).isEmpty();
    }

    @Test
    void aStateIsNeverLongerThanAMessageBetweenNodes() {
        int names = 0;
        String many = "\u20ac".repeat(990);
        while (names < 2_800) {
            account = account.evolve(new AccountEvent.Subscribed(many + names++));
        }
        while (account.decide(new AccountCommand.Subscribe(many + names)) instanceof AccountVerdict.Accepted) {
            apply(new AccountCommand.Subscribe(many + names++));
        }
        assertThat(account.decide(new AccountCommand.Subscribe(many + names))).isEqualTo(new AccountVerdict.Refused(AccountVerdict.Reason.TOO_MANY));
        assertThat(new AccountCodec().manifest(account).length).isBetween(Account.MAX_OCTETS - 3_000, Account.MAX_OCTETS);
        assertThat(account.decide(new AccountCommand.CreateFolder(many, new MailboxId("x"), NOW))).isInstanceOf(AccountVerdict.Refused.class);
        apply(new AccountCommand.Unsubscribe(many + 1));
        assertThat(account.decide(new AccountCommand.Subscribe(many + names))).isInstanceOf(AccountVerdict.Accepted.class);
    }

    private void create(String... names) {
        for (String name : names) {
            apply(new AccountCommand.CreateFolder(name, new MailboxId("m" + mailboxes++), NOW));
        }
    }

    private void apply(AccountCommand command) {
        AccountVerdict verdict = account.decide(command);
        assertThat(verdict).isInstanceOf(AccountVerdict.Accepted.class);
        for (AccountEvent event : ((AccountVerdict.Accepted) verdict).events()) {
            account = account.evolve(event);
        }
    }

    private Reason refusal(AccountCommand command) {
        return ((AccountVerdict.Refused) account.decide(command)).reason();
    }
}
