package org.sterna.persistence.mailbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.journal.Companion.MessageRow;

/**
 * The rules of one mailbox. No clock, no actor, no storage: same input, same answer.
 *
 * @param id          empty until it is created
 * @param account     the address of the account that owns it
 * @param uidValidity RFC 9051 section 2.3.1.1
 * @param uidNext     the next message's UID, 4294967296 if none is left
 * @param events      number of the last event: HIGHESTMODSEQ
 * @param keywords    in the order of first use; their bits begin at {@link Flags#FIRST_KEYWORD}
 * @param messages    the index
 * @param unconfirmed deliveries whose end the queue may not have recorded yet, with the UID they were given
 * @param deleted     nothing can be added any more
 */
public record Mailbox(Optional<MailboxId> id, String account, long uidValidity, long uidNext, long events, List<String> keywords,
        MessagePages messages, Map<QueueId, Long> unconfirmed, boolean deleted) {
    public static final Mailbox EMPTY = new Mailbox(Optional.empty(), "", 0, 1, 0, List.of(), MessagePages.EMPTY, Map.of(), false);

    public Verdict decide(MailboxCommand command) {
        if (command instanceof MailboxCommand.Create create) {
            return decideCreate(create);
        }
        if (id.isEmpty() || deleted) {
            return new Verdict.Refused(Verdict.Reason.NO_MAILBOX);
        }
        if (command instanceof MailboxCommand.AddMessages add) {
            return decideAdd(add);
        }
        if (command instanceof MailboxCommand.StoreFlags store) {
            return decideStore(store);
        }
        if (command instanceof MailboxCommand.Expunge expunge) {
            UidSet gone = present(expunge.uids(), expunge.onlyDeleted() ? Flags.DELETED : 0);
            return accepted(gone.isEmpty() ? List.of() : List.of(new MailboxEvent.MessagesExpunged(gone)), new Verdict.Expunged(gone));
        }
        if (command instanceof MailboxCommand.StartMove move) {
            UidSet moving = present(move.uids(), 0);
            return accepted(moving.isEmpty() ? List.of() : List.of(new MailboxEvent.MoveStarted(move.target(), moving)),
                    new Verdict.Expunged(moving));
        }
        if (command instanceof MailboxCommand.FinishMove move) {
            UidSet moved = present(move.uids(), 0);
            return accepted(moved.isEmpty() ? List.of() : List.of(new MailboxEvent.MessagesMovedAway(move.target(), moved)),
                    new Verdict.Expunged(moved));
        }
        if (command instanceof MailboxCommand.Delete delete) {
            return accepted(List.of(new MailboxEvent.MailboxDeleted(delete.at())), new Verdict.Done());
        }
        throw new AssertionError(command);
    }

    private static Verdict accepted(List<? extends MailboxEvent> events, Verdict.Answer answer) {
        return new Verdict.Accepted(List.copyOf(events), answer);
    }

    private Verdict decideCreate(MailboxCommand.Create create) {
        if (id.isPresent()) {
            return uidValidity == create.uidValidity() && !deleted ? accepted(List.of(), new Verdict.Created(uidValidity))
                    : new Verdict.Refused(Verdict.Reason.EXISTS);
        }
        return accepted(List.of(new MailboxEvent.MailboxCreated(create.id(), create.account(), create.uidValidity(), create.at())),
                new Verdict.Created(create.uidValidity()));
    }

    private Verdict decideAdd(MailboxCommand.AddMessages add) {
        List<MailboxEvent> added = new ArrayList<>();
        List<Long> uids = new ArrayList<>();
        List<String> known = keywords;
        Map<QueueId, Long> delivered = new HashMap<>(unconfirmed);
        long uid = uidNext;
        for (MailboxCommand.NewMessage message : add.messages()) {
            Optional<Long> before = message.origin().queueId().map(delivered::get);
            if (before.isPresent()) {
                uids.add(before.get());
                continue;
            }
            if (uid > 0xFFFF_FFFFL) {
                return new Verdict.Refused(Verdict.Reason.UIDS_EXHAUSTED);
            }
            List<String> unknown = unknownKeywords(message.flags(), known);
            known = joined(known, unknown);
            if (known.size() > Flags.MAX_KEYWORDS) {
                return new Verdict.Refused(Verdict.Reason.TOO_MANY_KEYWORDS);
            }
            added.add(new MailboxEvent.MessageAdded(uid, message.size(), message.internalDate(), bits(message.flags(), known), unknown,
                    message.origin(), message.ids(), message.saveDate(), message.octets(), added.isEmpty() ? add.confirmed() : List.of(),
                    List.of(new MessageRow(uid, ByteBuffer.wrap(message.summary()), ByteBuffer.wrap(message.inline())))));
            if (message.origin().queueId().isPresent()) {
                delivered.put(message.origin().queueId().get(), uid);
            }
            uids.add(uid++);
        }
        return accepted(added, new Verdict.Added(uidValidity, uids));
    }

    private Verdict decideStore(MailboxCommand.StoreFlags store) {
        List<String> unknown = store.mode() == MailboxCommand.FlagMode.REMOVE ? List.of() : unknownKeywords(store.flags(), keywords);
        List<String> known = joined(keywords, unknown);
        if (known.size() > Flags.MAX_KEYWORDS) {
            return new Verdict.Refused(Verdict.Reason.TOO_MANY_KEYWORDS);
        }
        long bits = bits(store.flags(), known);
        Map<List<Long>, List<Long>> changes = new LinkedHashMap<>();
        List<Long> left = new ArrayList<>();
        List<Long> changed = new ArrayList<>();
        for (MessageEntry entry : matching(store.uids(), 0)) {
            if (store.unchangedSince().isPresent() && entry.modSeq() > store.unchangedSince().get()) {
                left.add(entry.uid());
                continue;
            }
            long after = store.mode() == MailboxCommand.FlagMode.REPLACE ? bits
                    : store.mode() == MailboxCommand.FlagMode.ADD ? entry.flags() | bits : entry.flags() & ~bits;
            if (after != entry.flags()) {
                changes.computeIfAbsent(List.of(entry.flags(), after), unused -> new ArrayList<>()).add(entry.uid());
                changed.add(entry.uid());
            }
        }
        List<MailboxEvent.Change> all = changes.entrySet().stream().map(each -> new MailboxEvent.Change(
                set(each.getValue()), each.getKey().get(0), each.getKey().get(1))).toList();
        return accepted(all.isEmpty() ? List.of() : List.of(new MailboxEvent.FlagsChanged(unknown, all)),
                new Verdict.Changed(set(changed), set(left)));
    }

    private static UidSet set(List<Long> rising) {
        return UidSet.of(rising.stream().mapToLong(Long::longValue));
    }

    private UidSet present(UidSet uids, long bits) {
        return UidSet.of(matching(uids, bits).stream().mapToLong(MessageEntry::uid));
    }

    private List<MessageEntry> matching(UidSet uids, long bits) {
        if (uids.ranges().size() == 1 && uids.ranges().get(0).first() == uids.ranges().get(0).last()) {
            return messages.find(uids.ranges().get(0).first()).filter(entry -> (entry.flags() & bits) == bits).stream().toList();
        }
        return messages.entries().stream().filter(entry -> (entry.flags() & bits) == bits && uids.contains(entry.uid())).toList();
    }

    private static List<String> unknownKeywords(Set<String> flags, List<String> known) {
        Map<String, String> unknown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String flag : flags) {
            if (Flags.system(flag) == 0 && !flag.startsWith("\\") && Flags.keyword(flag, known) == 0) {
                unknown.putIfAbsent(flag, flag);
            }
        }
        return List.copyOf(unknown.values());
    }

    private static long bits(Set<String> flags, List<String> known) {
        long bits = 0;
        for (String flag : flags) {
            bits |= Flags.system(flag) | Flags.keyword(flag, known);
        }
        return bits;
    }

    private static List<String> joined(List<String> known, List<String> more) {
        return more.isEmpty() ? known : Stream.concat(known.stream(), more.stream()).toList();
    }

    public Mailbox evolve(MailboxEvent event) {
        long number = events + 1;
        if (event instanceof MailboxEvent.MailboxCreated created) {
            return new Mailbox(Optional.of(created.id()), created.account(), created.uidValidity(), 1, number, List.of(),
                    MessagePages.EMPTY, Map.of(), false);
        }
        if (event instanceof MailboxEvent.MessageAdded added) {
            Map<QueueId, Long> open = unconfirmed;
            if (!added.confirmed().isEmpty() || added.origin().queueId().isPresent()) {
                open = new HashMap<>(unconfirmed);
                open.keySet().removeAll(added.confirmed());
                if (added.origin().queueId().isPresent()) {
                    open.put(added.origin().queueId().get(), added.uid());
                }
            }
            return new Mailbox(id, account, uidValidity, added.uid() + 1, number, joined(keywords, added.newKeywords()),
                    messages.with(new MessageEntry(added.uid(), added.size(), number, added.flags(), added.internalDate(), number,
                            added.saveDate())), open, deleted);
        }
        if (event instanceof MailboxEvent.FlagsChanged changed) {
            MessagePages next = messages;
            for (MailboxEvent.Change change : changed.changes()) {
                next = next.flagged(change.uids(), unused -> change.after(), number);
            }
            return new Mailbox(id, account, uidValidity, uidNext, number, joined(keywords, changed.newKeywords()), next, unconfirmed, deleted);
        }
        if (event instanceof MailboxEvent.MessagesExpunged expunged) {
            return with(number, messages.without(expunged.uids(), number), deleted);
        }
        if (event instanceof MailboxEvent.MessagesMovedAway moved) {
            return with(number, messages.without(moved.uids(), number), deleted);
        }
        if (event instanceof MailboxEvent.MoveStarted) {
            return with(number, messages, deleted);
        }
        if (event instanceof MailboxEvent.MailboxDeleted) {
            return with(number, MessagePages.EMPTY, true);
        }
        throw new AssertionError(event);
    }

    private Mailbox with(long number, MessagePages next, boolean gone) {
        return new Mailbox(id, account, uidValidity, uidNext, number, keywords, next, unconfirmed, gone);
    }

    /** Every UID that is here and in the given stream, which may be in any order. */
    public UidSet present(LongStream uids) {
        return UidSet.of(uids.sorted().filter(uid -> messages.find(uid).isPresent()));
    }
}
