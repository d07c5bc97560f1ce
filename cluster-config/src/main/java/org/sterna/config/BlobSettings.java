package org.sterna.config;

/**
 * Where octets are stored: {@code sterna.blob}.
 *
 * @param inlineLimitOctets the largest message stored with its event
 * @param chunkOctets       pieces of larger ones
 */
public record BlobSettings(int inlineLimitOctets, int chunkOctets) {
    static BlobSettings read(SettingsReader settings) {
        return new BlobSettings(
                settings.size("sterna.blob.inline-limit", "1 KiB", "1 MiB"),
                settings.size("sterna.blob.chunk", "16 KiB", "1 MiB"));
    }
}
