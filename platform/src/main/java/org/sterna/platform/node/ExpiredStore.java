package org.sterna.platform.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sterna.config.IntakeSettings;
import org.sterna.persistence.lease.cassandra.LastSignOfLife;
import org.sterna.persistence.store.cassandra.Database;

/** A store on which nobody has lived for longer than it keeps waiting messages: an old backup, or a machine that was long switched off. */
final class ExpiredStore {
    private ExpiredStore() { }

    /** Asks the store before the node takes its lease, which would be a sign of life. */
    static void refuse(Database database, IntakeSettings settings, Clock clock) {
        Optional<Instant> last = Node.await(LastSignOfLife.read(database), "the leases could not be read");
        complaint(last, settings, clock.instant()).ifPresent(complaint -> {
            throw new NodeException(complaint);
        });
    }

    /** @param last sign of life; empty on a new store */
    static Optional<String> complaint(Optional<Instant> last, IntakeSettings settings, Instant now) {
        Optional<Duration> silence = last.map(at -> Duration.between(at, now)).filter(age -> age.compareTo(settings.ttl()) > 0);
        return settings.acceptExpired() ? Optional.empty() : silence.map(age -> "no node has run on this store since " + last.orElseThrow()
                + ", for longer than sterna.intake.ttl: messages that waited in its queue have expired. Restore a younger backup, or start with"
                + " --set sterna.intake.accept-expired=true and go without them");
    }
}
