package org.sterna.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountVerdict.Reason;
import org.sterna.persistence.identity.MailboxId;

/** RFC 5464: entries of an account and its mailboxes; RFC 6154: what mailboxes are for. */
class AccountAnnotationsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final AnnotationLimits LIMITS = new AnnotationLimits(4, 20);
    private static final String USE = "/private/specialuse";
    private Account account = Account.EMPTY;

    @BeforeEach
    void create() {
        apply(new AccountCommand.Create("jones@example.org", "$x", new MailboxId("inbox"), Map.of(SpecialUse.SENT, new MailboxId("sent")), NOW));
        apply(new AccountCommand.CreateFolder("a/b", new MailboxId("b"), NOW));
        apply(new AccountCommand.CreateFolder("a", new MailboxId("a"), NOW));
    }

    private void apply(AccountCommand command) {
        for (AccountEvent event : ((AccountVerdict.Accepted) account.decide(command)).events()) {
            account = account.evolve(event);
        }
    }

    private Reason refusal(AccountCommand command) {
        return ((AccountVerdict.Refused) account.decide(command)).reason();
    }

    private static AccountCommand set(Optional<String> mailbox, String entry, String value) {
        return new AccountCommand.SetAnnotations(mailbox, Map.of(entry, value.isEmpty() ? Optional.empty() : Optional.of(Annotation.of(value))), LIMITS, NOW);
    }

    private String value(Optional<String> mailbox, String entry) {
        return Optional.ofNullable(account.annotations(mailbox).get(entry)).map(Annotation::text).orElse("");
    }

    @Test
    void entriesHaveNoCaseAndAnyOctets() {
        byte[] octets = {0, (byte) 0xFF, 13, 10};
        apply(new AccountCommand.SetAnnotations(Optional.empty(), Map.of("/Shared/Vendor/X", Optional.of(new Annotation(octets))), LIMITS, NOW));
        assertThat(account.annotations(Optional.empty())).isEqualTo(Map.of("/shared/vendor/x", new Annotation(octets)));
        assertThat(account.annotationOctets()).isEqualTo("/shared/vendor/x".length() + 4);
        apply(set(Optional.empty(), "/SHARED/vendor/x", ""));
        assertThat(account.annotations(Optional.empty())).isEmpty();
        assertThat(account.annotationOctets()).isZero();
    }

    @Test
    void theSameValueAgainIsNoEvent() {
        apply(set(Optional.of("inbox"), "/private/comment", "one"));
        long events = account.events();
        apply(set(Optional.of("INBOX"), "/private/comment", "one"));
        apply(set(Optional.of("INBOX"), "/private/none", ""));
        assertThat(account.events()).isEqualTo(events);
    }

    @Test
    void theyGoWithTheirMailboxAndNotWithItsName() {                // RFC 5464 section 4.1
        apply(set(Optional.of("a/b"), "/private/comment", "of b"));
        apply(new AccountCommand.RenameFolder("a", "c", new MailboxId("unused"), NOW));
        assertThat(value(Optional.of("c/b"), "/private/comment")).isEqualTo("of b");
        assertThat(account.annotations(Optional.of("a/b"))).isEmpty();
        apply(new AccountCommand.DeleteFolder("c/b", NOW));
        apply(new AccountCommand.CreateFolder("c/b", new MailboxId("other"), NOW));
        assertThat(account.annotations(Optional.of("c/b"))).isEmpty();
        assertThat(account.annotationOctets()).isZero();
    }

    @Test
    void limitsAreOfTheWholeAccount() {
        for (int i = 0; i < 4; i++) {
            apply(set(i < 2 ? Optional.empty() : Optional.of("a"), "/private/" + i, "x"));
        }
        assertThat(refusal(set(Optional.of("INBOX"), "/private/more", "x"))).isEqualTo(Reason.TOO_MANY_ANNOTATIONS);
        apply(set(Optional.of("a"), "/private/3", "another value"));
        assertThat(refusal(set(Optional.of("a"), "/private/3", "x".repeat(21)))).isEqualTo(Reason.ANNOTATION_TOO_BIG);
        apply(set(Optional.of("a"), "/private/3", ""));
        apply(set(Optional.of("INBOX"), "/private/more", "x"));
        assertThat(value(Optional.of("INBOX"), "/private/more")).isEqualTo("x");
    }

    @Test
    void aWrongEntryChangesNothing() {
        for (String name : List.of("", "/", "comment", "/private", "/private/", "/public/x", "/shared//x", "/shared/x/", "/shared/*", "/shared/%", "/shared/\u00fc",
                "/shared/a\u0001")) {
            Map<String, Optional<Annotation>> entries = new HashMap<>(Map.of("/private/comment", Optional.of(Annotation.of("x"))));
            entries.put(name, Optional.of(Annotation.of("x")));
            assertThat(refusal(new AccountCommand.SetAnnotations(Optional.empty(), entries, LIMITS, NOW))).as(name).isEqualTo(Reason.BAD_ENTRY);
        }
        assertThat(refusal(set(Optional.of("none"), "/private/x", "x"))).isEqualTo(Reason.NO_FOLDER);
    }

    @Test
    void aUseIsOfOneMailbox() {                                     // RFC 6154 section 3
        assertThat(account.withUse(SpecialUse.SENT)).contains("Sent");
        assertThat(account.subscriptions()).containsExactly("Sent");
        assertThat(account.folders().get("Sent").uidValidity()).isGreaterThan(account.folders().get("INBOX").uidValidity());
        assertThat(refusal(new AccountCommand.CreateFolder("x", new MailboxId("x"), Set.of(SpecialUse.SENT), NOW))).isEqualTo(Reason.USE_TAKEN);
        apply(new AccountCommand.CreateFolder("x", new MailboxId("x"), Set.of(SpecialUse.JUNK, SpecialUse.TRASH), NOW));
        assertThat(account.folders().get("x").uses()).containsExactlyInAnyOrder(SpecialUse.JUNK, SpecialUse.TRASH);
        apply(new AccountCommand.RenameFolder("x", "y", new MailboxId("unused"), NOW));
        assertThat(account.withUse(SpecialUse.JUNK)).contains("y");
        apply(new AccountCommand.DeleteFolder("y", NOW));
        assertThat(account.withUse(SpecialUse.JUNK)).isEmpty();
    }

    @Test
    void aUseIsAnEntryToo() {                                       // RFC 6154 section 4
        assertThat(value(Optional.of("Sent"), USE)).isEqualTo("\\Sent");
        apply(set(Optional.of("a"), USE, "\\junk  \\Archive"));
        assertThat(value(Optional.of("a"), USE)).isEqualTo("\\Archive \\Junk");
        assertThat(account.annotationOctets()).isZero();
        assertThat(refusal(set(Optional.of("a/b"), USE, "\\Junk"))).isEqualTo(Reason.USE_TAKEN);
        assertThat(refusal(set(Optional.of("a/b"), USE, "\\All"))).isEqualTo(Reason.USE_TAKEN);
        apply(set(Optional.of("a"), USE, "\\Junk"));
        assertThat(account.folders().get("a").uses()).containsExactly(SpecialUse.JUNK);
        apply(set(Optional.of("a"), USE, ""));
        assertThat(account.annotations(Optional.of("a"))).isEmpty();
    }

    @Test
    void deletedMailboxesAreRememberedUntilTheyAreSwept() {
        apply(new AccountCommand.DeleteFolder("a/b", NOW));
        assertThat(account.unswept()).isEqualTo(Map.of("b", NOW));
        apply(new AccountCommand.Remove(NOW.plusSeconds(1)));
        assertThat(account.exists()).isFalse();
        apply(new AccountCommand.Create("jones@example.org", "$y", new MailboxId("inbox2"), NOW.plusSeconds(2)));
        assertThat(account.unswept().keySet()).containsExactly("a", "b", "inbox", "sent");
        apply(new AccountCommand.ForgetMailboxes(List.of(new MailboxId("b"), new MailboxId("inbox2"))));
        assertThat(account.unswept().keySet()).containsExactly("a", "inbox", "sent");
        assertThat(account.folders()).containsKey("INBOX");
    }

    @Test
    void aSnapshotIsTheState() {
        apply(set(Optional.empty(), "/private/comment", "x"));
        apply(set(Optional.of("a"), "/shared/comment", "y"));
        apply(new AccountCommand.SetQuota(new QuotaLimits(Optional.of(7L), Optional.of(8L)), NOW));
        apply(new AccountCommand.Subscribe("none"));
        apply(new AccountCommand.DeleteFolder("a/b", NOW));
        AccountCodec codec = new AccountCodec();
        assertThat(codec.read(codec.manifest(account), Map.of())).isEqualTo(account);
        assertThat(codec.pages(account)).isEmpty();
        Account free = account.evolve(new AccountEvent.AccountRemoved(NOW));
        Account alias = free.evolve(new AccountEvent.AliasChanged("jones@example.org", List.of("a@b"), Optional.of("c@d"), NOW));
        Account relayed = free.evolve(new AccountEvent.RelayedRecipientChanged("jones@example.org", Optional.of("host:25"), NOW));
        for (Account each : List.of(Account.EMPTY, free, alias, relayed)) {
            assertThat(codec.read(codec.manifest(each), Map.of())).isEqualTo(each);
        }
    }

    @Test
    void limitsAllowWhatFits() {
        QuotaLimits limits = new QuotaLimits(Optional.of(100L), Optional.empty()).or(new QuotaLimits(Optional.of(1L), Optional.of(3L)));
        assertThat(limits).isEqualTo(new QuotaLimits(Optional.of(100L), Optional.of(3L)));
        QuotaUsage usage = new QuotaUsage(90, 2, 1, 0);
        assertThat(limits.allow(usage, 10, 1)).isTrue();
        assertThat(limits.allow(usage, 11, 1)).isFalse();
        assertThat(limits.allow(usage, 1, 2)).isFalse();
        assertThat(limits.allow(usage, Long.MAX_VALUE, 0)).isFalse();
        assertThat(QuotaLimits.NONE.allow(usage, Long.MAX_VALUE, Long.MAX_VALUE)).isTrue();
    }
}
