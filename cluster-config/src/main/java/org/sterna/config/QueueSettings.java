package org.sterna.config;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * Waiting messages: {@code sterna.queue}.
 *
 * @param slices       into which they are divided
 * @param refused        waits when the next host refused for now
 * @param connection     when no host could be reached
 * @param tls            when the TLS that was demanded could not be had
 * @param dns            when hosts could not be looked up
 * @param local          when a mailbox of this system did not take it
 * @param ambiguous      when the reply to the final dot was lost
 * @param ambiguousLimit how many lost replies until the operator is told
 * @param retryFactor    growth of the waits
 * @param jitter         the share of a wait left to chance
 * @param lifetime       when we give up
 * @param delayNotice    when the sender is told that a message waits
 * @param maxReturned    up to how many octets a message is returned as a whole
 * @param maxActive      first attempts at one time
 * @param maxActiveOctets what they hold in memory together
 * @param inFlowDelay    how long a message waits for room among them
 * @param sliceAtOnce    messages of one slice at one time that need no place on the way to one destination
 * @param slicePlaces    those that have one
 */
public record QueueSettings(int slices, Waits refused, Waits connection, Waits tls, Waits dns, Waits local, Waits ambiguous, int ambiguousLimit,
                            double retryFactor, double jitter, Duration lifetime, Duration delayNotice, int maxReturned, int maxActive, long maxActiveOctets,
                            Duration inFlowDelay, int sliceAtOnce, int slicePlaces) {
    /**
     * Between attempts.
     *
     * @param first   the first wait
     * @param longest where they stop growing
     */
    public record Waits(Duration first, Duration longest) {
        private static Waits read(SettingsReader settings, String path) {
            Duration first = settings.duration(path + "first-retry", "100 ms", "1 d");
            Duration longest = settings.duration(path + "longest-retry", "100 ms", "7 d");
            if (longest.compareTo(first) < 0) {
                throw settings.wrong(path + "longest-retry", "at least " + path + "first-retry");
            }
            return new Waits(first, longest);
        }
    }


    static QueueSettings read(SettingsReader settings) {
        return new QueueSettings(settings.number("sterna.queue.slices", 1, 4096), Waits.read(settings, "sterna.queue."),
                Waits.read(settings, "sterna.queue.connection."), Waits.read(settings, "sterna.queue.tls."), Waits.read(settings, "sterna.queue.dns."),
                Waits.read(settings, "sterna.queue.local."), Waits.read(settings, "sterna.queue.ambiguous."),
                settings.number("sterna.queue.ambiguous.limit", 1, 1000), settings.fraction("sterna.queue.retry-factor", 1.0, 10.0),
                settings.fraction("sterna.queue.jitter", 0.0, 0.5), settings.duration("sterna.queue.lifetime", "1 s", "14 d"),
                settings.duration("sterna.queue.delay-notice", "1 s", "14 d"), settings.size("sterna.queue.max-returned", "0 B", "8 MiB"),
                settings.number("sterna.queue.max-active", 1, 100_000),
                settings.size("sterna.queue.max-active-size", "1 MiB", "1 GiB"), settings.duration("sterna.queue.in-flow-delay", "0 s", "10 s"), settings.number("sterna.queue.slice-at-once", 1, 1000),
                settings.number("sterna.queue.slice-places", 1, 10_000));
    }

    /** The longest wait there is. */
    public Duration longestRetry() {
        return Stream.of(refused, connection, tls, dns, local, ambiguous).map(Waits::longest).max(Duration::compareTo).orElseThrow();
    }
}
