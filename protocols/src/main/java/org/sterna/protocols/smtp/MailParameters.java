package org.sterna.protocols.smtp;

import java.util.OptionalLong;

/**
 * What MAIL says about the message to come.
 *
 * @param declaredSize octets (RFC 1870 section 6); empty when not declared
 * @param body the kind of content (RFC 6152 section 3)
 */
public record MailParameters(OptionalLong declaredSize, BodyType body) {
    /** What a bare MAIL means. */
    public static final MailParameters NONE = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT);

    /** RFC 6152 section 3. */
    public enum BodyType {
        /** Declared as ASCII, or not declared. It may hold other octets all the same; they are kept. */
        SEVEN_BIT,
        /** May hold octets above 127. */
        EIGHT_BIT_MIME
    }
}
