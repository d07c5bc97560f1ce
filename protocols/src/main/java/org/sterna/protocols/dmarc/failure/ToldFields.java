package org.sterna.protocols.dmarc.failure;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/**
 * Which header fields of a message are told to its author's domain. RFC 6591 section 3.1 asks for all of them, and lets go what is private: a forwarded or forged message shows to
 * the domain's owner who writes what to whom. The recipient that a Received field names is never told.
 */
public final class ToldFields {
    /** Characters that are told of one message; a field that has no room is left out. */
    static final int MAX_OCTETS = 16 << 10;
    /** RFC 5322 section 2.1.1. */
    private static final int MAX_LINE = 998;
    private static final String RECEIVED = "received";
    /** The clause of RFC 5321 section 4.4 and all behind it, up to the date. */
    private static final Pattern FOR = Pattern.compile("(?is)(?<![a-z0-9._-])for(?=[\\s(<\"])(.*(?=;)|.*)");

    private final Set<String> names;

    /** @param names in any case */
    public ToldFields(Collection<String> names) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** Those of a message in their order: lines of printable ASCII and tabs, each with CRLF, none of them empty; a question mark stands for anything else. */
    public String of(HeaderFields header) {
        StringBuilder told = new StringBuilder();
        for (HeaderField field : header) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (names.contains(name) && field.raw().length() <= MAX_OCTETS) {
                String text = lines(name.equals(RECEIVED) ? FOR.matcher(field.raw()).replaceAll("for <redacted>") : field.raw());
                if (told.length() + text.length() <= MAX_OCTETS) {
                    told.append(text);
                }
            }
        }
        return told.toString();
    }

    private static String lines(String raw) {
        return Stream.of(raw.replace("\r\n", "\n").split("\n")).map(line -> line.replaceAll("[^\\t -~]", "?"))
                .map(line -> line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE)).collect(Collectors.joining("\r\n", "", "\r\n"));
    }
}
