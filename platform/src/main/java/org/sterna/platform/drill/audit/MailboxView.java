package org.sterna.platform.drill.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a client knows of a mailbox, kept over many connections by QRESYNC (RFC 7162 section 3.2), and everything it was told that cannot be true. For one thread.
 *
 * <p>The MODSEQ from which it will ask on moves only when the server has told everything up to it: at the end of SELECT and of NOOP.
 */
public final class MailboxView {
    private final String name;
    private final List<String> violations = new ArrayList<>();
    private final NavigableMap<Long, ViewedMessage> messages = new TreeMap<>();
    private final Set<Long> gone = new TreeSet<>();
    private long uidValidity;
    private long selectedUidNext;
    private long selectedModSeq;
    private long settledUidNext;
    private long settledModSeq;
    private long seenModSeq;

    /** @param name for what is said of it */
    public MailboxView(String name) {
        this.name = name;
    }

    /** Whether it has ever been read. */
    public boolean isKnown() {
        return uidValidity != 0;
    }

    /**
     * The parameter of SELECT for a mailbox that is known.
     *
     * @param naming whether the UIDs that are known are named: then the server tells nothing of others (RFC 7162 section 3.2.5.1)
     */
    public String resync(boolean naming) {
        return "(QRESYNC (" + uidValidity + " " + settledModSeq + (naming && !messages.isEmpty() ? " " + UidRanges.format(messages.keySet()) : "") + "))";
    }

    /** The first UID of which it is not known whether there is such a message. */
    public long firstUnknownUid() {
        return Math.max(1, settledUidNext);
    }

    /** The codes of a SELECT, which come before what has changed. */
    public void selected(long validity, long nextUid, long highestModSeq) {
        if (uidValidity != 0 && validity != uidValidity) {
            violation("UIDVALIDITY was " + uidValidity + " and is " + validity);
        }
        if (highestModSeq < settledModSeq) {
            violation("HIGHESTMODSEQ was " + settledModSeq + " and is " + highestModSeq);
        }
        if (nextUid < settledUidNext) {
            violation("UIDNEXT was " + settledUidNext + " and is " + nextUid);
        }
        uidValidity = validity;
        selectedUidNext = nextUid;
        selectedModSeq = highestModSeq;
        seenModSeq = Math.max(seenModSeq, highestModSeq);
    }

    /** A FETCH response with UID, FLAGS and MODSEQ. */
    public void fetched(long uid, ViewedMessage told) {
        if (gone.contains(uid)) {
            violation("UID " + uid + " had vanished and is there again");
        }
        ViewedMessage known = messages.get(uid);
        if (told.modSeq() <= settledModSeq && !gone.contains(uid) && (known == null || known.modSeq() < told.modSeq())) {
            violation("UID " + uid + " is told of at MODSEQ " + told.modSeq() + " only now, though everything up to " + settledModSeq + " was told");
        }
        if (known == null && uid < settledUidNext) {
            violation("UID " + uid + " is new, though UIDNEXT was " + settledUidNext);
        }
        if (known != null && told.modSeq() < known.modSeq()) {
            violation("MODSEQ of UID " + uid + " was " + known.modSeq() + " and is " + told.modSeq());
        }
        if (known != null && told.modSeq() == known.modSeq() && !told.flags().equals(known.flags())) {
            violation("flags of UID " + uid + " were " + known.flags() + " and are " + told.flags() + ", both at MODSEQ " + told.modSeq());
        }
        messages.put(uid, told);
        seenModSeq = Math.max(seenModSeq, told.modSeq());
    }

    /** A VANISHED response; what was never known may be among it. */
    public void vanished(List<Long> uids) {
        for (long uid : uids) {
            messages.remove(uid);
            gone.add(uid);
        }
    }

    /** Everything has been told of the mailbox as it was when it was selected. */
    public void resynced() {
        settledModSeq = Math.max(settledModSeq, selectedModSeq);
        settledUidNext = Math.max(settledUidNext, selectedUidNext);
    }

    /** The highest MODSEQ that any response had. */
    public long seenModSeq() {
        return seenModSeq;
    }

    /** The highest UID that any response had and that has not vanished; 0 if there is none. */
    public long highestUid() {
        return messages.isEmpty() ? 0 : messages.lastKey();
    }

    /**
     * Everything has been told of the mailbox as it was at the end of a NOOP, if everything from {@link #firstUnknownUid} on was fetched then.
     *
     * @param modSeq {@link #seenModSeq} at the end of the NOOP
     * @param uid    {@link #highestUid} then: a message may be heard of, because its flags have changed, before one that came earlier
     */
    public void settled(long modSeq, long uid) {
        settledModSeq = Math.max(settledModSeq, modSeq);
        settledUidNext = Math.max(settledUidNext, uid + 1);
    }

    /** As many messages as the server says there are, at the end of SELECT. */
    public void counted(long exists) {
        if (exists != messages.size()) {
            violation("there are " + exists + " messages, but " + messages.size() + " were told of");
        }
    }

    /**
     * Compares what is known with a fresh reading of everything. Only what was not changed since it was known is compared: what is newer is on its way.
     *
     * @param known what {@link #messages} was when the reading began, on a settled view
     * @param fresh all messages
     */
    public void compare(Map<Long, ViewedMessage> known, Map<Long, ViewedMessage> fresh) {
        long asOf = settledModSeq;
        fresh.forEach((uid, there) -> {
            ViewedMessage here = known.get(uid);
            if (there.modSeq() <= asOf && here == null && !gone.contains(uid)) {
                violation("UID " + uid + " of MODSEQ " + there.modSeq() + " was never told of, though everything up to " + asOf + " was");
            } else if (there.modSeq() <= asOf && here != null && !here.equals(there)) {
                violation("UID " + uid + " is " + there + ", but was told to be " + here + ", and everything up to MODSEQ " + asOf + " was");
            }
        });
        known.keySet().stream().filter(uid -> !fresh.containsKey(uid) && messages.containsKey(uid))
                .forEach(uid -> violation("UID " + uid + " is gone, and nobody has told"));
    }

    /** What is known now; the caller's own copy. */
    public Map<Long, ViewedMessage> messages() {
        return new HashMap<>(messages);
    }

    public long uidValidity() {
        return uidValidity;
    }

    private void violation(String what) {
        violations.add(name + ": " + what);
    }

    public List<String> violations() {
        return Collections.unmodifiableList(violations);
    }
}
