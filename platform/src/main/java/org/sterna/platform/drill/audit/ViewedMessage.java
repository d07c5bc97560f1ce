package org.sterna.platform.drill.audit;

import java.util.Set;

/**
 * What a client knows of a message.
 *
 * @param modSeq RFC 7162 section 3.1
 * @param flags  but for {@code \Recent}
 */
public record ViewedMessage(long modSeq, Set<String> flags) {
    public ViewedMessage {
        flags = Set.copyOf(flags);
    }
}
