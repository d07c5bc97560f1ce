package org.sterna.persistence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class IdentityTest {
    @Property
    void queueIdsAndSessionIdsPrintAndParse(@ForAll @LongRange(min = 0, max = (1L << 60) - 1) long window, @ForAll @IntRange int message,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long started) {
        Incarnation incarnation = Incarnation.start(Instant.ofEpochMilli(started), new Random(started));
        QueueId queue = new QueueId(incarnation, window, message);
        SessionId session = new SessionId(incarnation, window, message);
        assertThat(QueueId.parse(queue.toString())).contains(queue);
        assertThat(QueueId.of(queue.toString())).isEqualTo(queue);
        assertThat(SessionId.parse(session.toString())).contains(session);
    }

    @Property
    void anyTextIsAnIdOrNone(@ForAll String text) {
        QueueId.parse(text).ifPresent(id -> assertThat(QueueId.parse(id.toString())).contains(id));
        SessionId.parse(text).ifPresent(id -> assertThat(SessionId.parse(id.toString())).contains(id));
    }

    @Test
    void whatIsNoIdIsRefused() {
        for (String text : List.of("", "a", "a-0", "a-0-0-0", "A-0-0", "a--0", "a-i-0", "a-0-zzzzzzzzzzzz", "a-0000000000000-0", "-0-0", "a-0-é")) {
            assertThat(QueueId.parse(text)).describedAs(text).isEmpty();
            assertThat(SessionId.parse("s" + text)).describedAs(text).isEmpty();
        }
        assertThat(SessionId.parse("a-0-0")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> QueueId.of("nothing")).withMessageContaining("nothing");
        assertThatIllegalArgumentException().isThrownBy(() -> new QueueId(new Incarnation("a"), -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MailboxId("../x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlobId(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Incarnation("x".repeat(25)));
    }

    @Test
    void incarnationsSortByTheTimeOfTheirStart() {
        Random random = new Random(1);
        Instant now = Instant.parse("2026-02-03T04:05:06Z");
        Incarnation one = Incarnation.start(now, random);
        Incarnation later = Incarnation.start(now.plusMillis(1), random);
        Incarnation much = Incarnation.start(now.plusSeconds(3_000_000_000L), random);
        assertThat(List.of(much, one, later).stream().sorted()).containsExactly(one, later, much);
    }

    @Test
    void queueIdsSortByNumber() {
        Incarnation a = new Incarnation("a");
        assertThat(new QueueId(a, 2, 0)).isLessThan(new QueueId(a, 10, 0));
        assertThat(new QueueId(a, 2, 9)).isLessThan(new QueueId(a, 2, 10));
        assertThat(new QueueId(a, 99, 0)).isLessThan(new QueueId(new Incarnation("b"), 0, 0));
    }

    @Test
    void randomNamesAreNames() {
        Random random = new Random(7);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            names.add(MailboxId.random(random).value());
            names.add(BlobId.random(random).value());
        }
        assertThat(names).hasSize(2000).allMatch(name -> name.length() == 24);
    }

    @Test
    void fingerprintTellsTransactionsApart() {
        byte[] octets = Fingerprint.sha256().digest(new byte[] {1});
        Fingerprint one = Fingerprint.of(Optional.of("jones"), "a@b", List.of("c@d", "e@f"), octets);
        assertThat(Fingerprint.of(Optional.of("jones"), "a@b", List.of("c@d", "e@f"), octets)).isEqualTo(one);
        assertThat(Set.of(one, Fingerprint.of(Optional.empty(), "a@b", List.of("c@d", "e@f"), octets),
                Fingerprint.of(Optional.of("jones"), "", List.of("c@d", "e@f"), octets),
                Fingerprint.of(Optional.of("jones"), "a@b", List.of("c@d"), octets),
                Fingerprint.of(Optional.of("jones"), "a@b", List.of("c@de@f"), octets),
                Fingerprint.of(Optional.of("jones"), "a@b", List.of("c@d", "e@f"), Fingerprint.sha256().digest()))).hasSize(6);
        assertThat(Fingerprint.of(one.octets())).isEqualTo(one);
        assertThatIllegalArgumentException().isThrownBy(() -> Fingerprint.of(new byte[31]));
    }
}
