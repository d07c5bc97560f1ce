package org.sterna.protocols.pop3;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The reply to LANG. RFC 6856 section 3.2. What we say is in English, whatever is wanted. */
final class Languages {
    private static final String ONLY = "en";

    private Languages() {}

    static Pop3Reply reply(Optional<String> range) {
        if (range.isEmpty()) {
            return new Pop3Reply.Listing("+OK Languages follow", List.of(ONLY + " English")::iterator);
        }
        String wanted = range.get().toLowerCase(Locale.ROOT);
        return wanted.equals("*") || wanted.equals(ONLY)
                ? Pop3Reply.ok(ONLY + " English it is")
                : Pop3Reply.error("That language is not spoken here");
    }
}
