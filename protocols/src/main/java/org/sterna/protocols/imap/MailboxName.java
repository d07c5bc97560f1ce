package org.sterna.protocols.imap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The name of a mailbox (RFC 3501 section 5.1), levels separated by {@code /}. INBOX is written in capitals whatever the
 * client wrote, also as the first level of a longer name.
 *
 * @param value Unicode text; not empty, no control characters and no list wildcards, at most 1000 octets of UTF-8; at most
 *     100 levels, none of them empty, {@code .} or {@code ..}
 */
public record MailboxName(String value) implements Comparable<MailboxName> {
    public static final char SEPARATOR = '/';
    public static final MailboxName INBOX = new MailboxName("INBOX");

    private static final int MAX_OCTETS = 1000;
    /** More is no order anybody keeps mail in, and each level costs a look-up. */
    private static final int MAX_LEVELS = 100;

    public MailboxName {
        if (fault(value).isPresent()) {
            throw new IllegalArgumentException("mailbox name of " + value.length() + " characters is not valid");
        }
        value = normalized(value);
    }

    /** The name, or empty if no mailbox can have it. */
    public static Optional<MailboxName> of(String text) {
        return fault(text).isEmpty() ? Optional.of(new MailboxName(text)) : Optional.empty();
    }

    /** Reads a name as it stands in a command, in modified UTF-7. Empty if it is wrongly encoded or not valid. */
    public static Optional<MailboxName> decode(String modifiedUtf7) {
        return ModifiedUtf7.decode(modifiedUtf7).flatMap(MailboxName::of);
    }

    /** The name in modified UTF-7 (RFC 3501 section 5.1.3): printable ASCII. */
    public String encode() {
        return ModifiedUtf7.encode(value);
    }

    /** The name as an octet string, in UTF-8 (RFC 9051 section 5.1) or in modified UTF-7, whichever the session speaks. */
    public String encode(Enabled enabled) {
        return enabled.utf8() ? Utf8Text.encode(value) : encode();
    }

    /** What is wrong with a name, as a sentence for people; empty if it can be one. */
    public static Optional<String> fault(String text) {
        if (text.isEmpty()) {
            return Optional.of("A mailbox name has at least one character");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean loneSurrogate = Character.isHighSurrogate(c)
                    ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                    : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || loneSurrogate) {
                return Optional.of("A mailbox name has no control characters");
            }
            if (c == '*' || c == '%') {
                return Optional.of("A mailbox name has no wildcards");
            }
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            return Optional.of("A mailbox name has at most " + MAX_OCTETS + " octets");
        }
        String[] levels = text.split("/", -1);
        if (levels.length > MAX_LEVELS) {
            return Optional.of("A mailbox name has at most " + MAX_LEVELS + " levels");
        }
        for (String level : levels) {
            if (level.isEmpty()) {
                return Optional.of("A mailbox name has no empty levels");
            }
            if (level.equals(".") || level.equals("..")) {
                return Optional.of("No level of a mailbox name is . or ..");
            }
        }
        return Optional.empty();
    }

    static String normalized(String text) {
        boolean inbox = text.regionMatches(true, 0, "INBOX", 0, 5)
                && (text.length() == 5 || text.charAt(5) == SEPARATOR);
        return inbox ? "INBOX" + text.substring(5) : text;
    }

    public boolean isInbox() {
        return equals(INBOX);
    }

    /** The name one level up; empty at the top. */
    public Optional<MailboxName> parent() {
        int slash = value.lastIndexOf(SEPARATOR);
        return slash < 0 ? Optional.empty() : Optional.of(new MailboxName(value.substring(0, slash)));
    }

    /** True if this name lies anywhere below the other. */
    public boolean isBelow(MailboxName other) {
        return value.length() > other.value.length() && value.startsWith(other.value)
                && value.charAt(other.value.length()) == SEPARATOR;
    }

    /** What this name becomes when {@code from}, this name itself or one above it, is renamed to {@code to}. */
    public Optional<MailboxName> moved(MailboxName from, MailboxName to) {
        return equals(from) || isBelow(from) ? of(to.value + value.substring(from.value.length())) : Optional.empty();
    }

    public List<String> levels() {
        return List.of(value.split("/"));
    }

    @Override
    public int compareTo(MailboxName other) {
        return value.compareTo(other.value);
    }
}
