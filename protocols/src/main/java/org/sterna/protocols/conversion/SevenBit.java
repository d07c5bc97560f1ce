package org.sterna.protocols.conversion;

/**
 * Content for a next hop without 8BITMIME or BINARYMIME (RFC 6152 section 3, RFC 3030 section 3). A message is converted as a whole or not
 * at all; the caller bounds its size, and gets at most about four thirds of it back.
 */
public final class SevenBit {
    /** What came of it. */
    public sealed interface Result { }

    /** @param octets ASCII without NUL, in lines of at most 998 octets that end with CRLF; the caller owns them */
    public record Converted(byte[] octets) implements Result { }

    /** Whatever was declared: it may be sent to anybody as it is. */
    public record AlreadySeven() implements Result { }

    /** @param reason for a person: what stands in the way */
    public record Impossible(String reason) implements Result { }

    private SevenBit() { }

    /**
     * Converts every part that needs it: text by quoted-printable or base64, whichever is shorter, all else by base64.
     *
     * @param message header section and body; read, not kept
     */
    public static Result convert(byte[] message) {
        if (Lines.areSeven(message, 0, message.length)) {
            return new AlreadySeven();
        }
        try {
            return new Converted(new Rewriting(message).rewritten());
        } catch (CannotConvertException e) {
            return new Impossible(e.getMessage());
        }
    }
}
