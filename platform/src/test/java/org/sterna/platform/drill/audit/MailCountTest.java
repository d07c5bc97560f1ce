package org.sterna.platform.drill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong with a message is seen. */
class MailCountTest {
    private static final String JONES = "jones@drill.example";
    private static final String SMITH = "smith@drill.example";

    private final MailLedger ledger = new MailLedger();

    @Test
    void whatWasAcknowledgedAndIsThereOnceIsFine() {
        acknowledged(Mail.Kind.LOCAL);
        acknowledged(Mail.Kind.APPENDED);
        acknowledged(Mail.Kind.RELAYED);
        MailCount count = MailCount.of(ledger.mails(), List.of(found(1), found(2)), Map.of(3, 1));
        assertThat(count).isEqualTo(new MailCount(3, 0, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void anAcknowledgedMessageThatIsNowhereIsLost() {
        acknowledged(Mail.Kind.LOCAL);
        acknowledged(Mail.Kind.RELAYED);
        acknowledged(Mail.Kind.APPENDED);
        MailCount count = MailCount.of(ledger.mails(), List.of(), Map.of());
        assertThat(count.lost()).hasSize(3);
        assertThat(count.lost().get(0)).contains("number=1", JONES);
    }

    @Test
    void aMessageThatNobodyAnsweredForMayBeThereOrNot() {
        ledger.next(Mail.Kind.LOCAL, JONES);
        ledger.next(Mail.Kind.LOCAL, JONES);
        ledger.refused(2);
        ledger.next(Mail.Kind.LOCAL, JONES);
        MailCount count = MailCount.of(ledger.mails(), List.of(found(1)), Map.of());
        assertThat(count).isEqualTo(new MailCount(0, 1, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void twoCopiesAreSeenInWhicheverFoldersAndWhateverWasAnswered() {
        acknowledged(Mail.Kind.LOCAL);
        ledger.next(Mail.Kind.LOCAL, JONES);
        MailCount count = MailCount.of(ledger.mails(), List.of(found(1), new Found(JONES, "Kept", 9, 1, true, Set.of()), found(2), found(2)), Map.of());
        assertThat(count.doubled()).hasSize(2);
        assertThat(count.doubled().get(0)).contains("number=1", "Kept as UID 9");
    }

    @Test
    void twoCopiesAtTheSinkAreCountedApart() {
        acknowledged(Mail.Kind.RELAYED);
        MailCount count = MailCount.of(ledger.mails(), List.of(), Map.of(1, 2));
        assertThat(count.relayedTwice()).singleElement().asString().contains("number=1", "2 times");
        assertThat(count.doubled()).isEmpty();
    }

    @Test
    void otherOctetsAnotherAccountAndMailFromNobodyAreSeen() {
        acknowledged(Mail.Kind.LOCAL);
        acknowledged(Mail.Kind.LOCAL);
        MailCount count = MailCount.of(ledger.mails(), List.of(new Found(JONES, "INBOX", 1, 1, false, Set.of()), new Found(SMITH, "INBOX", 2, 2, true, Set.of()),
                new Found(JONES, "INBOX", 3, 77, true, Set.of())), Map.of());
        assertThat(count.changed()).hasSize(3);
    }

    @Test
    void aReplyThatWasLostIsRemembered() {
        Mail mail = ledger.next(Mail.Kind.LOCAL, JONES);
        ledger.replyLost(mail.number());
        ledger.acknowledged(mail.number());
        assertThat(ledger.mails()).containsExactly(new Mail(1, Mail.Kind.LOCAL, JONES, Mail.Fate.ACKNOWLEDGED, true));
    }

    private void acknowledged(Mail.Kind kind) {
        ledger.acknowledged(ledger.next(kind, JONES).number());
    }

    private static Found found(int number) {
        return new Found(JONES, "INBOX", 100 + number, number, true, Set.of());
    }
}
