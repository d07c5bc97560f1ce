package org.sterna.protocols.spf;

import java.util.List;
import java.util.Optional;

/**
 * A domain's policy. RFC 7208 section 4.6.1.
 *
 * @param redirect empty, too, if {@code all} is among the directives (RFC 7208 section 5.1)
 */
record SpfRecord(List<Directive> directives, Optional<MacroString> redirect, Optional<MacroString> explanation) {
    private static final String VERSION = "v=spf1";

    SpfRecord {
        directives = List.copyOf(directives);
    }

    /** Whether a TXT record is one of SPF's. RFC 7208 section 4.5. */
    static boolean isOne(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /** Reads the whole record: a mistake anywhere makes it worthless (RFC 7208 section 4.6). */
    static SpfRecord parse(String text) throws BadRecordException {
        return new TermParser().read(text.substring(VERSION.length()));
    }
}
