package org.sterna.platform.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.sterna.persistence.queue.Cause;
import org.sterna.persistence.queue.RetrySchedule;
import org.sterna.platform.destination.DestinationRule;
import org.sterna.platform.destination.OpenQuotas;
import org.sterna.platform.destination.Quotas;
import org.sterna.platform.signing.MessageSigner;
import org.sterna.platform.transfer.TransportMap;

/** What a {@link TestQueue} is made of where it matters; as usual unless a test says otherwise. */
final class QueueSetup {
    static final Duration LIFETIME = Duration.ofDays(5);
    static final int AMBIGUOUS_LIMIT = 3;

    Clock clock = Clock.systemUTC();
    ReportRules reports = ReportRules.DEFAULT;
    Quotas quotas = new OpenQuotas();
    TransportMap transports = TransportMap.EMPTY;
    /** With other hosts. */
    Duration patience = Duration.ofSeconds(30);
    MessageSigner signer = MessageSigner.NONE;
    int maxActive = 100;
    Duration placePatience = QueueServices.PLACE_PATIENCE;
    /** Statements of intake and blobs are counted apart from all others. */
    boolean counted;
    private final Map<Cause, RetrySchedule> schedules = new EnumMap<>(Cause.class);

    QueueSetup() {
        for (Cause cause : Cause.values()) {
            schedule(cause, Duration.ofHours(1), 1, 0);
        }
    }

    QueueSetup schedule(Cause cause, Duration first, double factor, double jitter) {
        schedules.put(cause, new RetrySchedule(first, Duration.ofHours(4), factor, LIFETIME, jitter));
        return this;
    }

    Retries retries() {
        return new Retries(schedules, destination -> quotas.rule(destination).retry(), AMBIGUOUS_LIMIT);
    }

    static DestinationRule.Retry usual() {
        return new DestinationRule.Retry(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
