package org.sterna.protocols.submission;

import java.util.regex.Pattern;

/** The body of a Message-ID field. RFC 5322 section 3.6.4. */
final class MessageIdField {
    /** What others refer to, whatever stands around it; a client's own identifier is not replaced for a fault in its form. */
    private static final Pattern REFERABLE = Pattern.compile("<[^<>\\s\\p{Cntrl}]+>");
    /** RFC 5322 section 3.6.4 without its obsolete forms and literals. */
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,400}@[A-Za-z0-9.-]{1,400}");

    private MessageIdField() {}

    /** Whether a body as it was received holds something to refer to. */
    static boolean isReferable(String body) {
        return REFERABLE.matcher(body).find();
    }

    /** Whether this, without angle brackets, may be written into a field. */
    static boolean isIdentifier(String text) {
        return IDENTIFIER.matcher(text).matches();
    }
}
