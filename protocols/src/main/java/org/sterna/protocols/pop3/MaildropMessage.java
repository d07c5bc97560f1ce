package org.sterna.protocols.pop3;

/**
 * One message in a maildrop.
 *
 * @param uniqueId 1 to 70 characters from 0x21 to 0x7E, never given to another message (RFC 1939 section 7)
 * @param octets as sent, without added dots
 */
public record MaildropMessage(String uniqueId, long octets) {
    /** @throws IllegalArgumentException when the id breaks RFC 1939 */
    public MaildropMessage {
        if (!uniqueId.matches("[!-~]{1,70}")) {
            throw new IllegalArgumentException("not a unique-id: " + uniqueId);
        }
    }
}
