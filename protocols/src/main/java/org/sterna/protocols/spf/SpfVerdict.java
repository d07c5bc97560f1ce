package org.sterna.protocols.spf;

import java.util.Optional;

/**
 * What came of a question.
 *
 * @param mechanism   the one that matched, as the record has it; empty if none did
 * @param problem     why the result is an error; otherwise empty
 * @param explanation what the domain says to a client that fails (RFC 7208 section 6.2): visible ASCII and spaces, at most
 *                    {@value SpfCheck#MAX_EXPLANATION} characters. A stranger's words.
 */
public record SpfVerdict(SpfQuestion question, SpfResult result, String mechanism, String problem, Optional<String> explanation) {
    /** For a check that had no time to end, or failed (RFC 7208 section 4.6.4). */
    public static SpfVerdict temperror(SpfQuestion question, String problem) {
        return new SpfVerdict(question, SpfResult.TEMPERROR, "", problem, Optional.empty());
    }
}
