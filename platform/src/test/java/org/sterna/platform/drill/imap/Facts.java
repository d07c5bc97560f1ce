package org.sterna.platform.drill.imap;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What all sessions together were told of one mailbox. Whatever two of them were told must not differ. */
final class Facts {
    private static final int REMEMBERED_MESSAGES = 5_000;

    private final String mailbox;
    private final Map<Long, Long> validity = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Map<Long, Set<String>>> states = new ConcurrentSkipListMap<>();
    private final Map<Long, Integer> contents = new ConcurrentHashMap<>();
    private final Map<Long, String> assigned = new ConcurrentHashMap<>();
    private final Map<Long, String> gone = new ConcurrentHashMap<>();
    private long highestAssigned;

    Facts(String mailbox) {
        this.mailbox = mailbox;
    }

    void validity(long value) {
        Long known = validity.putIfAbsent(0L, value);
        if (known != null && known != value) {
            throw new ProtocolError(mailbox + " had UIDVALIDITY " + known + ", now " + value);
        }
    }

    /** One MODSEQ of a message stands for one state of it (RFC 7162 section 3). */
    void state(long uid, long modSeq, Set<String> flags) {
        Set<String> known = states.computeIfAbsent(uid, unused -> new ConcurrentHashMap<>()).putIfAbsent(modSeq, flags);
        if (known != null && !known.equals(flags)) {
            throw new ProtocolError("UID " + uid + " of " + mailbox + " with MODSEQ " + modSeq + " has the flags " + flags + ", another time " + known);
        }
        while (states.size() > REMEMBERED_MESSAGES) {
            states.pollFirstEntry();
        }
    }

    /** A UID stands for one message for ever (RFC 9051 section 2.3.1.1). */
    void content(long uid, int number) {
        Integer known = contents.putIfAbsent(uid, number);
        if (known != null && known != number) {
            throw new ProtocolError("UID " + uid + " of " + mailbox + " is message " + number + ", another time " + known);
        }
    }

    /** The number of the message's content, or -1. */
    int content(long uid) {
        return contents.getOrDefault(uid, -1);
    }

    synchronized long highestAssigned() {
        return highestAssigned;
    }

    /**
     * A message got its UID, as the one who put it there was told.
     *
     * @param above the highest that anyone was told of before the command was given
     */
    synchronized void assigned(Collection<Long> uids, long above, String by) {
        for (long uid : uids) {
            String before = assigned.putIfAbsent(uid, by);
            if (before != null) {
                throw new ProtocolError("UID " + uid + " of " + mailbox + " was given to two messages: " + before + ", " + by);
            }
            if (uid <= above) {
                throw new ProtocolError("UID " + uid + " of " + mailbox + " was given by " + by + " when " + above + " had been given already");
            }
            highestAssigned = Math.max(highestAssigned, uid);
        }
    }

    /** A message leaves by one MOVE only (RFC 6851 section 3.3). */
    void moved(Collection<Long> uids, String by) {
        for (long uid : uids) {
            String before = gone.putIfAbsent(uid, by);
            if (before != null) {
                throw new ProtocolError("UID " + uid + " of " + mailbox + " was moved away twice: " + before + ", " + by);
            }
        }
    }

    /** By UID and MODSEQ the flags that sessions were told; of the latest messages. */
    Map<Long, Map<Long, Set<String>>> told() {
        return states;
    }

    /** UIDs that sessions were told their messages were given. */
    Set<Long> assigned() {
        return assigned.keySet();
    }

    /** UIDs with the numbers of their contents, as far as known. */
    Map<Long, Integer> contents(List<Long> uids) {
        Map<Long, Integer> known = new TreeMap<>();
        uids.forEach(uid -> known.put(uid, content(uid)));
        return known;
    }
}
