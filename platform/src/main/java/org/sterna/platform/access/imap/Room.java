package org.sterna.platform.access.imap;

import java.util.concurrent.CompletionStage;

/** Whether an account has room for more (RFC 9208 section 4.3). */
final class Room {
    private Room() { }

    /** Fails with {@link Refusal} if not: OVERQUOTA. */
    static CompletionStage<Void> check(SessionScope scope, long octets, long messages) {
        return scope.services().quotas().hasRoom(scope.address(), octets, messages).thenAccept(room -> {
            if (!room) {
                throw Refusal.no("OVERQUOTA", "The account has no room for this");
            }
        });
    }
}
