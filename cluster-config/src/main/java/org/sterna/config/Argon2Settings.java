package org.sterna.config;

/**
 * The cost of a new password hash (RFC 9106): {@code sterna.auth.argon2}.
 *
 * @param memoryKiB   memory
 * @param iterations  passes
 * @param parallelism lanes
 * @param importMemoryKiB memory of hashes made by an import
 */
public record Argon2Settings(int memoryKiB, int iterations, int parallelism, int importMemoryKiB) {
    static Argon2Settings read(SettingsReader settings) {
        return new Argon2Settings(
                settings.size("sterna.auth.argon2.memory", "8 KiB", "1 GiB") / 1024,
                settings.number("sterna.auth.argon2.iterations", 1, 100),
                settings.number("sterna.auth.argon2.parallelism", 1, 64),
                settings.size("sterna.auth.argon2.import-memory", "8 KiB", "1 GiB") / 1024);
    }
}
