package org.sterna.platform.drill;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.MULTILINE;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a sink keeps of a message.
 *
 * @param id    its Message-ID with angle brackets; empty if it has none
 * @param trace the id in its first Received field (RFC 5321 section 4.4), by which the server that sent it knows it; empty if there is none
 */
record SinkMessage(String id, String trace) {
    private static final Pattern ID = Pattern.compile("^Message-ID:[ \t]*(\\S+)", CASE_INSENSITIVE | MULTILINE);
    private static final Pattern RECEIVED = Pattern.compile("^Received:(?:.*\r?\n[ \t])*?.*?\\bid[ \t\r\n]+([^\\s;]+)", CASE_INSENSITIVE | MULTILINE);

    /** @param text the beginning of the message, at least its header section */
    static SinkMessage parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String fields = end < 0 ? text : text.substring(0, end);
        return new SinkMessage(first(ID, fields), first(RECEIVED, fields));
    }

    private static String first(Pattern pattern, String fields) {
        Matcher field = pattern.matcher(fields);
        return field.find() ? field.group(1) : "";
    }
}
