package org.sterna.platform.drill.audit;

import java.util.Set;

/**
 * A message that is in a mailbox in the end.
 *
 * @param account whose it is
 * @param folder  the mailbox
 * @param uid     in it
 * @param number  of the message; 0 if it has none, so that nobody of the drill sent it
 * @param intact  whether its octets are those that were sent
 * @param flags   but for {@code \Recent}
 */
public record Found(String account, String folder, long uid, int number, boolean intact, Set<String> flags) {
    public Found {
        flags = Set.copyOf(flags);
    }

    @Override
    public String toString() {
        return "number " + number + " in " + account + "/" + folder + " as UID " + uid;
    }
}
