package org.sterna.platform.drill.imap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A selected mailbox as one session was told of it: sequence number by sequence number. New messages are slots of which nothing is known until a
 * FETCH tells their UIDs.
 */
final class Messages {

    /** One sequence number's. UID 0, MODSEQ 0 and no flags: not told yet. */
    static final class Slot {
        private long uid;
        private long modSeq;
        private long floor;
        private Optional<Set<String>> flags = Optional.empty();

        long uid() {
            return uid;
        }

        long modSeq() {
            return modSeq;
        }

        Optional<Set<String>> flags() {
            return flags;
        }
    }

    private final List<Slot> slots = new ArrayList<>();
    private final Set<Long> vanished = new HashSet<>();
    private final Facts facts;

    Messages(Facts facts) {
        this.facts = facts;
    }

    int size() {
        return slots.size();
    }

    Slot slot(int sequence) {
        return slots.get(sequence - 1);
    }

    /** RFC 9051 section 7.4.1: only EXPUNGE makes a mailbox smaller. */
    void exists(long count) {
        if (count < slots.size()) {
            throw new ProtocolError("EXISTS " + count + " when there were " + slots.size());
        }
        while (slots.size() < count) {
            slots.add(new Slot());
        }
    }

    /** RFC 9051 section 7.5.1. */
    void expunge(long sequence) {
        if (sequence < 1 || sequence > slots.size()) {
            throw new ProtocolError("EXPUNGE " + sequence + " of " + slots.size());
        }
        Slot slot = slots.remove((int) sequence - 1);
        if (slot.uid > 0) {
            vanished.add(slot.uid);
        }
    }

    /** It is known that there is such a message; if it is not here now, it has gone before it could be told, and cannot come any more. */
    void cannotCome(long uid) {
        vanished.add(uid);
    }

    /** RFC 7162 section 3.2.10: without EARLIER, each of them was there. */
    void vanished(List<Long> uids) {
        for (long uid : uids) {
            int index = indexOf(uid);
            if (index < 0) {
                index = unknownAt(uid);
                if (index < 0) {
                    throw new ProtocolError("VANISHED " + uid + ", which was not there");
                }
            }
            slots.remove(index);
            vanished.add(uid);
        }
    }

    /** The place of the slot with this UID, or the negative number of the place it would have among known ones, less one. */
    private int indexOf(long uid) {
        int low = 0;
        int high = slots.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int known = middle;
            while (known <= high && slots.get(known).uid == 0) {
                known++;
            }
            if (known > high) {
                high = middle - 1;
            } else if (slots.get(known).uid == uid) {
                return known;
            } else if (slots.get(known).uid < uid) {
                low = known + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /** A slot without a UID between the known ones around this UID, or -1. */
    private int unknownAt(long uid) {
        int behind = 0;
        for (int index = 0; index < slots.size() && slots.get(index).uid < uid; index++) {
            if (slots.get(index).uid > 0) {
                behind = index + 1;
            }
        }
        return behind < slots.size() && slots.get(behind).uid == 0 ? behind : -1;
    }

    /** A message's UID was told: RFC 9051 section 2.3.1.1, strictly ascending, for ever the same. */
    void uid(long sequence, long uid) {
        Slot slot = at(sequence);
        if (slot.uid == uid) {
            return;
        }
        if (slot.uid > 0) {
            throw new ProtocolError("message " + sequence + " had UID " + slot.uid + ", now " + uid);
        }
        if (vanished.contains(uid)) {
            throw new ProtocolError("UID " + uid + " had vanished");
        }
        for (int before = (int) sequence - 2; before >= 0; before--) {
            if (slots.get(before).uid > 0) {
                require(slots.get(before).uid < uid, "UID " + uid + " of message " + sequence + " behind UID " + slots.get(before).uid);
                break;
            }
        }
        for (int behind = (int) sequence; behind < slots.size(); behind++) {
            if (slots.get(behind).uid > 0) {
                require(slots.get(behind).uid > uid, "UID " + uid + " of message " + sequence + " before UID " + slots.get(behind).uid);
                break;
            }
        }
        slot.uid = uid;
        slot.flags.ifPresent(flags -> remember(slot));
    }

    /** Flags, with the MODSEQ if it came with them (0 if not). What is older than what was told before is no news. */
    void flags(long sequence, Set<String> flags, long modSeq) {
        Slot slot = at(sequence);
        if (modSeq > 0) {
            modSeq(sequence, modSeq);
        }
        slot.flags = Optional.of(Set.copyOf(flags));
        slot.modSeq = modSeq;                               // 0: what the flags belong to is not known
        remember(slot);
    }

    void modSeq(long sequence, long modSeq) {
        Slot slot = at(sequence);
        require(modSeq >= slot.floor, "message " + sequence + " (UID " + slot.uid + ") had MODSEQ " + slot.floor + ", now " + modSeq);
        slot.floor = modSeq;
    }

    private void remember(Slot slot) {
        if (slot.uid > 0 && slot.modSeq > 0) {
            facts.state(slot.uid, slot.modSeq, slot.flags.orElseThrow());
        }
    }

    private Slot at(long sequence) {
        if (sequence < 1 || sequence > slots.size()) {
            throw new ProtocolError("FETCH of message " + sequence + " of " + slots.size());
        }
        return slots.get((int) sequence - 1);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ProtocolError(otherwise);
        }
    }

    /** Those whose UIDs are known. */
    List<Long> uids() {
        return slots.stream().map(Slot::uid).filter(uid -> uid > 0).toList();
    }

    boolean has(long uid) {
        return indexOf(uid) >= 0;
    }

    Slot byUid(long uid) {
        return slots.get(indexOf(uid));
    }

    /** They were changed and not told, because the client wished so. */
    void flagsUncertain(long uid) {
        byUid(uid).flags = Optional.empty();
    }

    /** Whether this UID was seen here and told to be gone. */
    boolean isVanished(long uid) {
        return vanished.contains(uid);
    }

    /** Sequence numbers of messages of which UID or flags are not known. */
    Set<Integer> unknown() {
        Set<Integer> unknown = new TreeSet<>();
        for (int sequence = 1; sequence <= slots.size(); sequence++) {
            Slot slot = slots.get(sequence - 1);
            if (slot.uid == 0 || slot.flags.isEmpty()) {
                unknown.add(sequence);
            }
        }
        return unknown;
    }

    List<Slot> slots() {
        return Collections.unmodifiableList(slots);
    }
}
