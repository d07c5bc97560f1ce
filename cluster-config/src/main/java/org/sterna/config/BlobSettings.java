package org.sterna.config;

/**
 * Where octets are stored: {@code sterna.blob}.
 *
 * @param inlineLimitOctets the largest message stored with its event
 */
public record BlobSettings(int inlineLimitOctets) {
    static BlobSettings read(SettingsReader settings) {
        return new BlobSettings(
                settings.size("sterna.blob.inline-limit", "1 KiB", "128 KiB"));
    }
}
