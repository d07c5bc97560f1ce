package org.sterna.config;

import java.time.Duration;

/**
 * Waiting messages: {@code sterna.queue}.
 *
 * @param slices       into which they are divided
 * @param firstRetry   the first wait
 * @param retryFactor  growth of the waits
 * @param longestRetry where they stop growing
 * @param jitter       the share of a wait left to chance
 * @param lifetime     when we give up
 * @param delayNotice  when the sender is told that a message waits
 * @param maxReturned  up to how many octets a message is returned as a whole
 */
public record QueueSettings(int slices, Duration firstRetry, double retryFactor, Duration longestRetry, double jitter,
                            Duration lifetime, Duration delayNotice, int maxReturned) {
    static QueueSettings read(SettingsReader settings) {
        Duration first = settings.duration("sterna.queue.first-retry", "100 ms", "1 d");
        Duration longest = settings.duration("sterna.queue.longest-retry", "100 ms", "7 d");
        if (longest.compareTo(first) < 0) {
            throw settings.wrong("sterna.queue.longest-retry", "at least sterna.queue.first-retry");
        }
        return new QueueSettings(settings.number("sterna.queue.slices", 1, 4096), first,
                settings.fraction("sterna.queue.retry-factor", 1.0, 10.0), longest,
                settings.fraction("sterna.queue.jitter", 0.0, 0.5), settings.duration("sterna.queue.lifetime", "1 s", "14 d"),
                settings.duration("sterna.queue.delay-notice", "1 s", "14 d"), settings.size("sterna.queue.max-returned", "0 B", "8 MiB"));
    }
}
