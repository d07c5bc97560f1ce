package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.MailboxFilter;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.NotifyEvent;
import org.sterna.protocols.imap.NotifyGroup;

class AccountDifferenceTest {
    private static final TestAccount BEFORE = TestAccount.of("Lists", "Lists/a", "Lists/b", "misc").subscribe("misc");

    private static NotifyWish personal(NotifyEvent... events) {
        return NotifyWish.of(List.of(new NotifyGroup(new MailboxFilter.Personal(), Set.of(events), List.of())));
    }

    private static List<String> told(TestAccount after, NotifyWish wish) {
        return new AccountDifference(BEFORE.account(), after.account(), wish, Enabled.NOTHING).responses().stream()
                .map(octets -> new String(octets, StandardCharsets.US_ASCII).replace("* ", "").replace("\r\n", "")).toList();
    }

    @Test
    void aNewMailboxChangesTheOneAbove() {                               // RFC 5465 section 5.4
        assertThat(told(BEFORE.create("misc/new"), personal(NotifyEvent.MAILBOX_NAME))).containsExactly(
                "LIST (\\HasChildren \\Subscribed) \"/\" \"misc\"", "LIST (\\HasNoChildren) \"/\" \"misc/new\"");
    }

    @Test
    void aMailboxThatIsGone() {
        assertThat(told(BEFORE.delete("misc"), personal(NotifyEvent.MAILBOX_NAME)))
                .containsExactly("LIST (\\NonExistent \\HasNoChildren \\Subscribed) \"/\" \"misc\"");
    }

    @Test
    void childrenAreRenamedWithoutAWord() {
        assertThat(told(BEFORE.rename("Lists", "Lists2"), personal(NotifyEvent.MAILBOX_NAME)))
                .containsExactly("LIST (\\HasChildren) \"/\" \"Lists2\" (\"OLDNAME\" (\"Lists\"))");
    }

    @Test
    void aRenamedInboxIsBornAgainSilently() {
        assertThat(told(BEFORE.rename("INBOX", "Archive"), personal(NotifyEvent.MAILBOX_NAME)))
                .containsExactly("LIST (\\HasNoChildren) \"/\" \"Archive\" (\"OLDNAME\" (\"INBOX\"))");
    }

    @Test
    void whatComesAndGoesInBetweenIsNotTold() {
        assertThat(told(BEFORE.create("x").delete("x"), personal(NotifyEvent.MAILBOX_NAME, NotifyEvent.SUBSCRIPTION_CHANGE))).isEmpty();
    }

    @Test
    void subscriptionsAreToldOfNamesThatDoNotExistToo() {                // RFC 5465 section 5.5
        assertThat(told(BEFORE.subscribe("Lists/a", "nowhere").unsubscribe("misc"), personal(NotifyEvent.SUBSCRIPTION_CHANGE))).containsExactly(
                "LIST (\\HasNoChildren \\Subscribed) \"/\" \"Lists/a\"", "LIST (\\HasNoChildren) \"/\" \"misc\"",
                "LIST (\\NonExistent \\HasNoChildren \\Subscribed) \"/\" \"nowhere\"");
    }

    @Test
    void changedEntriesAreNamedWithoutTheirValues() {                    // RFC 5465 sections 5.6 and 5.7
        TestAccount after = BEFORE.annotate(Optional.of("misc"), "/private/comment", Optional.of("mine"))
                .annotate(Optional.empty(), "/private/vendor/x/y", Optional.of("server"));
        assertThat(told(after, personal(NotifyEvent.MAILBOX_METADATA_CHANGE))).containsExactly("METADATA \"misc\" /private/comment");
        assertThat(told(after, personal(NotifyEvent.SERVER_METADATA_CHANGE))).containsExactly("METADATA \"\" /private/vendor/x/y");
        TestAccount removed = after.annotate(Optional.of("misc"), "/private/comment", Optional.empty());
        assertThat(new AccountDifference(after.account(), removed.account(), personal(NotifyEvent.MAILBOX_METADATA_CHANGE), Enabled.NOTHING)
                .responses()).singleElement().satisfies(octets -> assertThat(new String(octets, StandardCharsets.US_ASCII))
                        .isEqualTo("* METADATA \"misc\" /private/comment\r\n"));
    }

    @Test
    void onlyMailboxesThatWereMeantAreTold() {
        NotifyWish lists = NotifyWish.of(List.of(new NotifyGroup(new MailboxFilter.Subtree(List.of(new MailboxName("Lists"))),
                Set.of(NotifyEvent.MAILBOX_NAME), List.of())));
        assertThat(told(BEFORE.create("Lists/c").create("other"), lists)).containsExactly(
                "LIST (\\HasChildren) \"/\" \"Lists\"", "LIST (\\HasNoChildren) \"/\" \"Lists/c\"");
    }

    @Test
    void nothingIsToldOfNothing() {
        assertThat(told(BEFORE, personal(NotifyEvent.values()))).isEmpty();
    }
}
