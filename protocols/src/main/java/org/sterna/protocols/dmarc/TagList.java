package org.sterna.protocols.dmarc;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tags of a DMARC record in their order (RFC 7489 section 6.4). Of a tag that stands twice, the first one counts. */
final class TagList {
    private static final Pattern VERSION = Pattern.compile("v[ \\t]*=[ \\t]*DMARC1[ \\t]*(;.*)?", Pattern.DOTALL);
    /** A longer one is no record: 255 octets usually hold it, and nobody needs more than some kilobytes. */
    private static final int MAX_LENGTH = 8192;

    private final Map<String, String> tags;

    private TagList(Map<String, String> tags) {
        this.tags = tags;
    }

    /** Whether the text is meant as DMARC at all (RFC 7489 section 6.6.3 steps 2 and 4): the version comes first, in capitals. */
    static boolean isDmarc(String text) {
        return text.length() <= MAX_LENGTH && VERSION.matcher(text).matches();
    }

    /** @param text that {@link #isDmarc}; a part that is no tag is left out */
    static TagList read(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String part : text.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                tags.putIfAbsent(part.substring(0, equals).strip().toLowerCase(Locale.ROOT), part.substring(equals + 1).strip());
            }
        }
        return new TagList(tags);
    }

    Optional<String> get(String tag) {
        return Optional.ofNullable(tags.get(tag));
    }
}
