package org.sterna.platform.drill.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.platform.drill.imap.MailboxLog.Seen;

/** That the checker of the stress test fails when it should. */
class MailboxLogTest {
    private static final String AT = "  2026-03-01T12:00:00.123Z  ";

    private final MailboxLog log = new MailboxLog("box");

    private void read(String... events) {
        log.read(Stream.of(events).map(event -> event.replaceFirst("  ", AT)).toList());
    }

    /** UIDs 1 and 3 are left; 3 was changed by event 6. */
    private MailboxLogTest filled() {
        read("1  created  UIDVALIDITY 7, MAILBOXID m1",
                "2  added  UID 1, 170 octets, flags (\\Flagged $Label1), EMAILID e1  by session s1",
                "3  added  UID 2, 170 octets, EMAILID e2, copied from UID 9 of m2  by session s2",
                "4  added  UID 3, 170 octets, EMAILID e3  by session s1",
                "5  move started  UID 2 to m2  by session s2",
                "6  flags changed  UID 1 (\\Flagged $Label1) to (\\Flagged $Label1); UID 3 () to (\\Seen)  by session s1",
                "7  moved away  UID 2 to m2, the move of 5");
        return this;
    }

    private static Seen seen(long uid, long modSeq, String... flags) {
        return new Seen(uid, modSeq, Optional.of(Set.of(flags)));
    }

    @Test
    void aTrueViewIsExplained() {
        filled();
        assertThat(log.difference(List.of(seen(1, 6, "\\flagged", "$Label1"), seen(3, 0, "\\seen")))).isEmpty();
        assertThat(log.difference(4, 7)).isEmpty();
        assertThat(log.unexplained(Map.of(1L, Map.of(2L, Set.of("\\flagged", "$Label1")), 2L, Map.of(3L, Set.of()), 3L, Map.of(4L, Set.of(), 6L, Set.of("\\seen")))))
                .isEmpty();
        assertThat(log.neverAdded(List.of(1L, 2L, 3L))).isEmpty();
        assertThat(log.last()).isEqualTo(7);
        assertThat(log.lastAt()).contains(Instant.parse("2026-03-01T12:00:00.123Z"));
    }

    @Test
    void itGoesOnWhereItWas() {
        filled();
        List<String> more = List.of("7  x", "8  expunged  UID 1,3  by session s1").stream().map(event -> event.replaceFirst("  ", AT)).toList();
        assertThat(log.leavesOut(more.subList(1, 2))).isFalse();
        log.read(more.subList(1, 2));
        assertThat(log.difference(List.of())).isEmpty();
        assertThat(log.leavesOut(List.of("10" + AT + "expunged  UID 1"))).isTrue();
    }

    @Test
    void falseViewsAreFound() {
        filled();
        assertThat(log.difference(List.of(seen(1, 6, "\\flagged", "$Label1")))).as("one too few").contains("UIDs [1, 3] after event 7, the session [1]");
        assertThat(log.difference(List.of(seen(1, 6, "\\flagged", "$Label1"), seen(2, 3), seen(3, 6, "\\seen")))).as("one too many").isNotEmpty();
        assertThat(log.difference(List.of(seen(3, 6, "\\seen"), seen(1, 6, "\\flagged", "$Label1")))).as("in the wrong order").isNotEmpty();
        assertThat(log.difference(List.of(seen(1, 6, "\\flagged"), seen(3, 6, "\\seen")))).as("a flag too few").startsWith("UID 1 of box is");
        assertThat(log.difference(List.of(seen(1, 6, "\\flagged", "$Label1"), seen(3, 4, "\\seen")))).as("an old MODSEQ").startsWith("UID 3 of box is");
        assertThat(log.difference(List.of(seen(1, 6, "\\flagged", "$Label1"), new Seen(3, 6, Optional.empty())))).as("no flags").isNotEmpty();
        assertThat(log.difference(5, 7)).as("UIDNEXT").isNotEmpty();
        assertThat(log.difference(4, 6)).as("HIGHESTMODSEQ").isNotEmpty();
    }

    @Test
    void whatNoEventExplainsIsFound() {
        filled();
        assertThat(log.unexplained(Map.of(3L, Map.of(5L, Set.of("\\seen"))))).as("another MODSEQ").contains("UID 3 of box was told");
        assertThat(log.unexplained(Map.of(3L, Map.of(4L, Set.of("\\seen"))))).as("later flags").isNotEmpty();
        assertThat(log.unexplained(Map.of(9L, Map.of(4L, Set.of())))).as("no such message").isNotEmpty();
        assertThat(log.neverAdded(List.of(3L, 4L))).containsExactly(4L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "9  added  UID 4, 1 octets, EMAILID e4 | event 9 behind event 7",
        "8  added  UID 3, 1 octets, EMAILID e4 | gives UID 3 when 3 was given",
        "8  added  UID 2, 1 octets, EMAILID e4 | gives UID 2 when 3 was given",
        "8  created  UIDVALIDITY 7, MAILBOXID m1 | does not begin with its creation",
        "8  expunged  UID 2 | UID 2 is not there",
        "8  expunged  UID 3,3 | UID 3 is not there",
        "8  moved away  UID 2 to m2, the move of 5 | UID 2 is not there",
        "8  move started  UID 4 to m2 | UID 4 is not there",
        "8  flags changed  UID 2 () to (\\Seen) | UID 2 is not there",
        "8  flags changed  UID 3 () to (\\Seen) | UID 3 had the flags [\\seen]",
        "8  flags changed  UID 3 (\\Seen) to (); UID 3 () to (\\Seen) | UID 3 twice",
        "8  flags changed  UID 3 | cannot be understood",
        "8  forgotten  UID 3 | an unknown event",
        "8 added | no line of a log"})
    void brokenLogsAreFound(String event, String fault) {
        filled();
        assertThatThrownBy(() -> read(event)).isInstanceOf(ProtocolError.class).hasMessageContaining(fault);
    }

    @Test
    void nothingHappensInADeletedMailbox() {
        read("1  created  UIDVALIDITY 7, MAILBOXID m1", "2  deleted    by session s1");
        assertThatThrownBy(() -> read("3  added  UID 1, 1 octets, EMAILID e1")).hasMessageContaining("was deleted before");
    }

    @Test
    void aLogBeginsWithItsMailbox() {
        assertThatThrownBy(() -> read("1  added  UID 1, 1 octets, EMAILID e1")).hasMessageContaining("does not begin with its creation");
    }

    @Test
    void theFirstEventMustNotBeMissing() {
        assertThatThrownBy(() -> read("2  added  UID 1, 1 octets, EMAILID e1")).hasMessageContaining("event 2 behind event 0");
    }
}
