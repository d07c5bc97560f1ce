package org.sterna.platform.drill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a server must not tell is seen: RFC 7162 sections 3.1 and 3.2, RFC 9051 section 2.3.1.1. */
class MailboxViewTest {
    private final MailboxView view = new MailboxView("v");

    /** Two messages, UIDs 1 and 2, at MODSEQ 10. */
    private void begin() {
        view.selected(7, 3, 10);
        view.fetched(1, message(9));
        view.fetched(2, message(10, "\\Seen"));
        view.resynced();
    }

    @Test
    void whatIsTrueIsNoViolation() {
        begin();
        assertThat(view.resync(true)).isEqualTo("(QRESYNC (7 10 1:2))");
        assertThat(view.resync(false)).isEqualTo("(QRESYNC (7 10))");
        view.selected(7, 5, 14);
        view.vanished(List.of(1L, 77L));
        view.fetched(2, message(12));
        view.fetched(3, message(13));
        view.fetched(4, message(14));
        view.counted(3);
        view.resynced();
        view.compare(view.messages(), Map.of(2L, message(12), 3L, message(13), 4L, message(14), 5L, message(15)));
        assertThat(view.violations()).isEmpty();
        assertThat(view.firstUnknownUid()).isEqualTo(5);
    }

    @Test
    void aModSeqThatGoesBackIsSeen() {
        begin();
        view.selected(7, 3, 9);
        assertThat(view.violations()).singleElement().asString().contains("HIGHESTMODSEQ was 10 and is 9");
    }

    @Test
    void theModSeqOfAMessageThatGoesBackIsSeen() {
        begin();
        view.fetched(2, message(8));
        assertThat(view.violations()).singleElement().asString().contains("MODSEQ of UID 2 was 10 and is 8");
    }

    @Test
    void otherFlagsAtTheSameModSeqAreSeen() {
        begin();
        view.fetched(2, message(10));
        assertThat(view.violations()).singleElement().asString().contains("flags of UID 2");
    }

    @Test
    void aUidThatComesBackOrComesLateIsSeen() {
        begin();
        view.vanished(List.of(1L));
        view.fetched(1, message(11));
        assertThat(view.violations()).hasSize(2);
        assertThat(view.violations().get(0)).contains("UID 1 had vanished");
        assertThat(view.violations().get(1)).contains("UID 1 is new, though UIDNEXT was 3");
    }

    @Test
    void aChangeThatIsToldTooLateIsSeen() {
        begin();
        view.settled(20, 2);
        view.fetched(1, message(15));
        view.fetched(3, message(16));
        assertThat(view.violations()).hasSize(2);
        assertThat(view.violations().get(0)).contains("UID 1 is told of at MODSEQ 15 only now, though everything up to 20");
        assertThat(view.violations().get(1)).contains("UID 3 is told of at MODSEQ 16 only now");
    }

    @Test
    void anotherUidValidityAndASmallerUidNextAreSeen() {
        begin();
        view.selected(8, 2, 10);
        assertThat(view.violations()).hasSize(2);
    }

    @Test
    void aChangeThatWasNeverToldIsSeen() {
        begin();
        view.settled(20, 2);
        view.compare(view.messages(), Map.of(1L, message(9), 2L, message(15)));
        assertThat(view.violations()).singleElement().asString().contains("UID 2 is", "was told to be");
    }

    @Test
    void aMessageThatWasNeverToldOfIsSeen() {
        begin();
        view.settled(20, 2);
        view.compare(view.messages(), Map.of(1L, message(9), 2L, message(10, "\\Seen"), 3L, message(18)));
        assertThat(view.violations()).singleElement().asString().contains("UID 3 of MODSEQ 18 was never told of");
    }

    @Test
    void aMessageThatIsGoneWithoutAWordIsSeen() {
        begin();
        view.compare(view.messages(), Map.of(1L, message(9)));
        assertThat(view.violations()).singleElement().asString().contains("UID 2 is gone");
    }

    @Test
    void aMessageTooFewInAResynchronisationIsSeen() {
        begin();
        view.selected(7, 4, 12);
        view.counted(3);
        assertThat(view.violations()).singleElement().asString().contains("there are 3 messages, but 2");
    }

    @Test
    void whatIsNewerThanWhatIsKnownIsOnItsWay() {
        begin();
        view.compare(view.messages(), Map.of(1L, message(11), 2L, message(10, "\\Seen"), 3L, message(12)));
        assertThat(view.violations()).isEmpty();
    }

    private static ViewedMessage message(long modSeq, String... flags) {
        return new ViewedMessage(modSeq, Set.of(flags));
    }
}
