package org.sterna.persistence.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Flags of a message as bits: system flags (RFC 9051 section 2.3.2) in the first five, then the mailbox's keywords in the
 * order in which they were first used.
 */
public final class Flags {
    public static final long ANSWERED = 1;
    public static final long FLAGGED = 2;
    public static final long DELETED = 4;
    public static final long SEEN = 8;
    public static final long DRAFT = 16;
    /** Keywords that one mailbox can know. */
    public static final int MAX_KEYWORDS = 58;
    static final int FIRST_KEYWORD = 6;

    private static final Map<String, Long> SYSTEM = Map.of("\\answered", ANSWERED, "\\flagged", FLAGGED, "\\deleted", DELETED,
            "\\seen", SEEN, "\\draft", DRAFT);
    private static final List<String> NAMES = List.of("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft");

    private Flags() { }

    /** The bit of a system flag, 0 if the name is not one. Flag names have no case. */
    public static long system(String name) {
        return SYSTEM.getOrDefault(name.toLowerCase(Locale.ROOT), 0L);
    }

    /** The bit of a keyword in a mailbox that knows these keywords, 0 if it does not know it. */
    public static long keyword(String name, List<String> keywords) {
        for (int i = 0; i < keywords.size(); i++) {
            if (keywords.get(i).equalsIgnoreCase(name)) {
                return 1L << FIRST_KEYWORD + i;
            }
        }
        return 0;
    }

    /** The names of the flags that are set. */
    public static List<String> names(long bits, List<String> keywords) {
        List<String> names = new ArrayList<>(4);
        for (int i = 0; i < NAMES.size(); i++) {
            if ((bits & 1L << i) != 0) {
                names.add(NAMES.get(i));
            }
        }
        for (int i = 0; i < keywords.size(); i++) {
            if ((bits & 1L << FIRST_KEYWORD + i) != 0) {
                names.add(keywords.get(i));
            }
        }
        return names;
    }
}
