package org.sterna.protocols.submission;

import org.sterna.protocols.message.OctetRange;

/**
 * One header field as it came.
 *
 * @param name as it was spelt
 * @param raw octet string of the whole field, each octet the character of the same number; with its line ends, the last of which may be missing
 * @param start where it begins in the message
 */
record RawField(String name, String raw, int start) {
    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** What stands behind the colon, folded as it came. */
    String body() {
        return raw.substring(bodyStart());
    }

    int bodyStart() {
        return raw.indexOf(':') + 1;
    }

    boolean isEmpty() {
        return body().isBlank();
    }

    OctetRange range() {
        return new OctetRange(start, (long) start + raw.length());
    }
}
