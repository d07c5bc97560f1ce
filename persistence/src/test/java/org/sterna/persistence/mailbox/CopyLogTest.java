package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.MailboxEvent.Source;

class CopyLogTest {
    private static final MailboxId INBOX = new MailboxId("inbox");
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    @Provide
    Arbitrary<List<Source>> sources() {
        return Combinators.combine(Arbitraries.of(INBOX, new MailboxId("sent")), Arbitraries.longs().between(1, 60), Arbitraries.longs().between(1, 3))
                .as(Source::new).list().ofMaxSize(150);
    }

    @Property(tries = 100)
    void findsEveryCopyThatItKeeps(@ForAll("sources") List<Source> sources) {
        Map<Source, Long> model = new HashMap<>();
        CopyLog log = CopyLog.EMPTY;
        long uid = 0;
        for (Source source : sources) {
            if (log.find(source).isEmpty()) {
                assertThat(model).doesNotContainKey(source);
                log = log.with(source, ++uid, NOW);
                model.put(source, uid);
            }
        }
        CopyLog last = log;
        assertThat(last.chunks().size()).isLessThan(CopyLog.MAX_CHUNKS);
        model.forEach((source, copy) -> assertThat(last.find(source)).isEqualTo(OptionalLong.of(copy)));
    }

    @Test
    void messagesThatFollowEachOtherAreOneRun() {
        CopyLog log = CopyLog.EMPTY;
        for (long uid = 1; uid <= 100_000; uid++) {
            log = log.with(new Source(INBOX, uid, 7), uid + 50, NOW);
        }
        assertThat(log.chunks()).singleElement().satisfies(chunk -> assertThat(chunk.words()).hasSize(2));
        assertThat(log.find(new Source(INBOX, 77_777, 7))).hasValue(77_827);
        assertThat(log.find(new Source(INBOX, 100_001, 7))).isEmpty();
        assertThat(log.forgotten()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void tellsHowFarBackItDoesNotReach() {
        CopyLog log = CopyLog.EMPTY;
        for (int run = 1; run <= CopyLog.MAX_CHUNKS + 10; run++) {
            log = log.with(new Source(INBOX, 5, run), run, NOW.plusSeconds(run));
        }
        assertThat(log.chunks()).hasSize(CopyLog.MAX_CHUNKS);
        assertThat(log.forgotten()).isEqualTo(NOW.plusSeconds(10));
        assertThat(log.find(new Source(INBOX, 5, 10))).isEmpty();
        assertThat(log.find(new Source(INBOX, 5, 11))).hasValue(11);
    }

    @Test
    void forgetsCopiesAfterTenDays() {
        CopyLog log = CopyLog.EMPTY.with(new Source(INBOX, 5, 1), 1, NOW).with(new Source(INBOX, 5, 2), 2, NOW.plusSeconds(1))
                .with(new Source(INBOX, 5, 3), 3, NOW.plus(CopyLog.SPAN));
        assertThat(log.find(new Source(INBOX, 5, 1))).hasValue(1);
        CopyLog later = log.with(new Source(INBOX, 5, 4), 4, NOW.plus(CopyLog.SPAN).plusSeconds(1));
        assertThat(later.find(new Source(INBOX, 5, 1))).isEmpty();
        assertThat(later.find(new Source(INBOX, 5, 2))).hasValue(2);
        assertThat(later.forgotten()).isEqualTo(NOW);
    }

    @Test
    void tellsTheNewestMoveFromEachMailbox() {
        CopyLog log = CopyLog.EMPTY.with(new Source(INBOX, 5, 7), 1, NOW.minusSeconds(1)).with(new Source(INBOX, 6, 9), 2, NOW)
                .with(new Source(INBOX, 6, -3), 3, NOW).with(new Source(new MailboxId("sent"), 1, 2), 4, NOW).with(new Source(new MailboxId("sent"), 1, -2), 5, NOW);
        assertThat(log.movesSince(NOW.minusSeconds(5))).isEqualTo(Map.of(INBOX, 9L, new MailboxId("sent"), 2L));
        assertThat(log.movesSince(NOW.plusMillis(1))).isEmpty();
    }

    @Test
    void manyMessagesApartFromEachOtherTakeSeveralChunks() {
        CopyLog log = CopyLog.EMPTY;
        for (long uid = 1; uid <= 1_000; uid++) {
            log = log.with(new Source(INBOX, 3 * uid, 7), uid, NOW);
        }
        assertThat(log.chunks()).hasSize(4);
        assertThat(log.find(new Source(INBOX, 2_100, 7))).hasValue(700);
        assertThat(log.find(new Source(INBOX, 2_101, 7))).isEmpty();
    }
}
