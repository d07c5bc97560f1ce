package org.sterna.platform.signing;

import java.util.Optional;

/** What puts its fields in front of a message because it leaves: nothing, or one of both. */
public record Departing(Optional<MessageSigning> signing, Optional<MessageSealing> sealing) {
    /** The next octets, as they are stored; they are not kept. */
    public void feed(byte[] octets, int offset, int length) {
        signing.ifPresent(each -> each.feed(octets, offset, length));
        sealing.ifPresent(each -> each.feed(octets, offset, length));
    }
}
