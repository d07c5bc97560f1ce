package org.sterna.protocols.imap;

/**
 * The mailbox pattern of LIST and LSUB (RFC 3501 section 6.3.8): {@code *} stands for anything, {@code %} for anything
 * within one level.
 *
 * @param text Unicode text, the reference put in front
 */
public record ListPattern(String text) {
    /** Longer than any name, and short enough that matching stays cheap. */
    private static final int MAX_LENGTH = 1100;

    public ListPattern {
        text = MailboxName.normalized(text);
    }

    /** What cannot be decoded is taken as it stands: it matches nothing, or what it seems to say. */
    static ListPattern of(ImapCursor in, String reference, String pattern) {
        return new ListPattern(in.mailboxText(reference + pattern).orElse(reference + pattern));
    }

    public boolean matches(MailboxName name) {
        return text.length() <= MAX_LENGTH && matches(name.value());
    }

    private boolean matches(String name) {
        // reached[j]: the pattern read so far can stand for the first j characters of the name
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' || c == '%') {
                for (int j = 1; j <= name.length(); j++) {
                    reached[j] |= reached[j - 1] && (c == '*' || name.charAt(j - 1) != MailboxName.SEPARATOR);
                }
            } else {
                for (int j = name.length(); j > 0; j--) {
                    reached[j] = reached[j - 1] && name.charAt(j - 1) == c;
                }
                reached[0] = false;
            }
        }
        return reached[name.length()];
    }
}
