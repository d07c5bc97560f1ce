package org.sterna.config;

import java.time.Duration;

/**
 * The Cassandra this node runs itself: {@code sterna.cassandra.embedded}.
 *
 * @param maxHeapMiB largest heap
 * @param grace      life beyond a dead node
 */
public record EmbeddedSettings(int maxHeapMiB, Duration grace) {
    static EmbeddedSettings read(SettingsReader settings) {
        return new EmbeddedSettings(
                (int) (settings.longSize("sterna.cassandra.embedded.max-heap", "128 MiB", "64 GiB") >> 20),
                settings.duration("sterna.cassandra.embedded.grace", "1 s", "1 d"));
    }
}
