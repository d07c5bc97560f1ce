package org.sterna.persistence.account;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The value of one METADATA entry (RFC 5464 section 4): any octets.
 *
 * @param octets changed by nobody
 */
public record Annotation(byte[] octets) {
    /** One in UTF-8. */
    public static Annotation of(String text) {
        return new Annotation(text.getBytes(StandardCharsets.UTF_8));
    }

    /** For values that are text. */
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Annotation that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "Annotation[" + octets.length + " octets]";
    }
}
