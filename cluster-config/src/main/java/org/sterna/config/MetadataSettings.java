package org.sterna.config;

import java.util.Optional;

/**
 * What is said by METADATA (RFC 5464), and how much: {@code sterna.metadata}.
 *
 * @param maxEntries     of one account, those of its mailboxes included
 * @param maxValueOctets of one value
 * @param comment        the server's {@code /shared/comment}
 * @param admin          the server's {@code /shared/admin}, a URI
 */
public record MetadataSettings(int maxEntries, int maxValueOctets, Optional<String> comment, Optional<String> admin) {
    static MetadataSettings read(SettingsReader settings) {
        return new MetadataSettings(settings.number("sterna.metadata.max-entries", 0, 100_000), settings.size("sterna.metadata.max-value", "1 KiB", "1 MiB"),
                given(settings.text("sterna.metadata.comment", "any text", text -> true)),
                given(settings.text("sterna.metadata.admin", "a URI, such as mailto:postmaster@example.org, or empty",
                        text -> text.isEmpty() || text.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S+"))));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }
}
