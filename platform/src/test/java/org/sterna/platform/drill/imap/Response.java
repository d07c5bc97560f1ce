package org.sterna.platform.drill.imap;

import java.util.List;
import java.util.Optional;

/**
 * One response (RFC 9051 section 7).
 *
 * @param tag    {@code *}, {@code +}, or that of the command it ends
 * @param number of {@code * 23 EXISTS} and its like, otherwise -1
 * @param name   in upper case; empty for a continuation
 * @param values what follows the name, but for a status
 * @param code   the name of a status's response code, in upper case
 * @param codeValues what stands behind it in the brackets
 * @param text   a status's or continuation's text
 */
public record Response(String tag, long number, String name, List<ImapValue> values, Optional<String> code, List<ImapValue> codeValues, String text) {

    public boolean isContinuation() {
        return tag.equals("+");
    }

    public boolean isUntagged() {
        return tag.equals("*");
    }

    public boolean is(String other) {
        return name.equals(other);
    }

    public boolean hasCode(String other) {
        return code.isPresent() && code.get().equals(other);
    }
}
