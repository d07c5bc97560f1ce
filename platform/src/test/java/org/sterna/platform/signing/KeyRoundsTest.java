package org.sterna.platform.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.platform.node.TestSigning;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsRecord;

class KeyRoundsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");

    private final DomainKeys keys = TestSigning.keys(() -> Directory.EMPTY);
    private final List<DirectoryEvent> wanted = new ArrayList<>();
    private Directory directory = Directory.EMPTY.evolve(new DirectoryEvent.DomainAdded("example.org", NOW));
    private Answer answer = new Answer.NoName(false);

    private void round(Instant at) {
        wanted.clear();
        new KeyRounds(keys, () -> directory, wanted::add, (name, type) -> CompletableFuture.completedFuture(answer), Duration.ofDays(14), Clock.fixed(at, ZoneOffset.UTC))
                .round().toCompletableFuture().join();
    }

    private DirectoryEvent.SigningKeyAdded add(String selector) {
        DirectoryEvent.SigningKeyAdded made = keys.make("example.org", selector, SignatureAlgorithm.ED25519_SHA256, NOW);
        directory = directory.evolve(made);
        return made;
    }

    private static Answer found(String record) {
        return new Answer.Found(List.of(new DnsRecord.Text(record)), "x", false);
    }

    @Test
    void aKeySignsWhenItsRecordIsSeen() {
        String record = add("e1").record();
        round(NOW);
        assertThat(wanted).isEmpty();

        answer = new Answer.Outage("timeout", false);
        round(NOW);
        assertThat(wanted).isEmpty();

        answer = found(add("e2").record());                  // of another key
        round(NOW);
        assertThat(wanted).containsExactly(new DirectoryEvent.SigningKeyActivated("example.org", "e2", NOW));

        answer = found("v=DKIM1; t=s; " + record.substring("v=DKIM1; ".length()));
        round(NOW);
        assertThat(wanted).containsExactly(new DirectoryEvent.SigningKeyActivated("example.org", "e1", NOW));
    }

    @Test
    void aReplacedKeyIsKeptForATime() {
        add("e1");
        directory = directory.evolve(new DirectoryEvent.SigningKeyActivated("example.org", "e1", NOW));
        add("e2");
        directory = directory.evolve(new DirectoryEvent.SigningKeyActivated("example.org", "e2", NOW));

        round(NOW.plus(Duration.ofDays(14)));
        assertThat(wanted).isEmpty();
        round(NOW.plus(Duration.ofDays(14)).plusSeconds(1));
        assertThat(wanted).containsExactly(new DirectoryEvent.SigningKeyRemoved("example.org", "e1", NOW.plus(Duration.ofDays(14)).plusSeconds(1)));
    }
}
