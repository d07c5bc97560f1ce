package org.sterna.persistence.mailbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
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
 * @param events      number of the last event
 * @param keywords    in the order of first use; their bits begin at {@link Flags#FIRST_KEYWORD}
 * @param messages    the index
 * @param unconfirmed deliveries whose end the queue may not have recorded yet
 * @param deleted     nothing can be added any more
 * @param past        what is remembered of messages that left and of copies and moves
 */
public record Mailbox(Optional<MailboxId> id, String account, long uidValidity, long uidNext, long events, List<String> keywords,
        MessagePages messages, Unconfirmed unconfirmed, boolean deleted, Past past) {
    public static final Mailbox EMPTY = new Mailbox(Optional.empty(), "", 0, 1, 0, List.of(), MessagePages.EMPTY, Unconfirmed.NONE, false,
            Past.NOTHING);

    /** HIGHESTMODSEQ; never 0 (RFC 7162 section 3.1.2.1). */
    public long highestModSeq() {
        return Math.max(1, events);
    }

    public Totals totals() {
        return new Totals(id, uidValidity, uidNext, highestModSeq(), messages.size(), messages.unseen(), messages.deleted(),
                messages.octets(), messages.deletedOctets(), deleted, sweep().oldest());
    }

    /** Where the sweeper goes on. */
    public Sweep sweep() {
        return past.sweep();
    }

    /**
     * Of the UIDs a client knows those that left with a higher MODSEQ (RFC 7162 section 3.2.6). If that is longer ago than
     * is remembered exactly, all that are not here any more: the note of RFC 7162 section 3.2.6.
     *
     * @param known {@link UidSet#ALL} if the client did not say
     */
    public UidSet vanishedSince(long modSeq, UidSet known) {
        return past.expunged().since(modSeq).map(known::intersection).orElseGet(() -> notHere(known));
    }

    private UidSet notHere(UidSet known) {
        if (uidNext == 1) {
            return UidSet.EMPTY;
        }
        UidSet given = known.intersection(new UidSet(List.of(new UidSet.Range(1, uidNext - 1))));
        return given.without(present(given, 0));
    }

    /** Of these UIDs of another mailbox those that a run of COPY or MOVE has copied here, and whose copies are here still. */
    public UidSet copied(MailboxId source, long run, UidSet uids) {
        return past.copies().copied(source, run, uids, messages);
    }

    /** Of these UIDs those of messages whose MOVE out of here has begun and not ended: nothing else changes them. */
    public UidSet beingMoved(UidSet uids) {
        return past.moving(uids);
    }

    public Verdict decide(MailboxCommand command) {
        if (command instanceof MailboxCommand.Create create) {
            return decideCreate(create);
        }
        if (command instanceof MailboxCommand.MarkSwept mark && id.isPresent()) {
            return decideSwept(mark);
        }
        if (deleted && command instanceof MailboxCommand.Delete) {
            return accepted(List.of(), new Verdict.Done());
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
        if (command instanceof MailboxCommand.MarkSeen mark) {
            return decideStore(new MailboxCommand.StoreFlags(mark.uids().without(beingMoved(mark.uids())), MailboxCommand.FlagMode.ADD, Set.of("\\Seen"),
                    Optional.empty(), mark.by()));
        }
        if (command instanceof MailboxCommand.Expunge expunge) {
            UidSet wanted = present(expunge.uids(), expunge.onlyDeleted() ? Flags.DELETED : 0);
            UidSet gone = wanted.without(beingMoved(wanted));
            return accepted(gone.isEmpty() ? List.of() : List.of(expunged(gone, expunge.by())),
                    new Verdict.Expunged(gone, gone.isEmpty() ? events : events + 1));
        }
        if (command instanceof MailboxCommand.Replace replace) {
            return decideReplace(replace);
        }
        if (command instanceof MailboxCommand.StartMove move) {
            Optional<Verdict> before = started(move);
            if (before.isPresent()) {
                return before.get();
            }
            UidSet moving = present(move.uids(), 0);
            if (!beingMoved(moving).isEmpty()) {
                return new Verdict.Refused(Verdict.Reason.BEING_MOVED);
            }
            return accepted(moving.isEmpty() ? List.of() : List.of(new MailboxEvent.MoveStarted(move.target(), moving, move.by())),
                    new Verdict.MoveStarted(events + 1, moving));
        }
        if (command instanceof MailboxCommand.FinishMove move) {
            return decideFinish(move);
        }
        if (command instanceof MailboxCommand.Delete delete) {
            return accepted(List.of(new MailboxEvent.MailboxDeleted(delete.by())), new Verdict.Done());
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
        return accepted(List.of(new MailboxEvent.MailboxCreated(create.id(), create.account(), create.uidValidity(), create.by())),
                new Verdict.Created(create.uidValidity()));
    }

    private Verdict decideAdd(MailboxCommand.AddMessages add) {
        if (isTooLarge(add)) {
            return new Verdict.Refused(Verdict.Reason.TOO_LARGE);
        }
        List<MailboxEvent> added = new ArrayList<>();
        List<Long> uids = new ArrayList<>();
        List<String> known = keywords;
        Map<QueueId, Long> delivered = new HashMap<>();
        long uid = uidNext;
        for (MailboxCommand.NewMessage message : add.messages()) {
            Optional<Long> before = knownCopy(message.origin(), delivered);
            if (before.isPresent()) {
                uids.add(before.get());
                continue;
            }
            Optional<RecentDeliveries.Delivery> alike = alike(message, add.distinct());
            if (alike.isPresent()) {
                return new Verdict.Doubtful(alike.get().queueId(), alike.get().accepted(), new Verdict.Added(uidValidity, List.of(alike.get().uid())));
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
        if (add.isBetterParted(events + 1, added.size())) {
            return new Verdict.Refused(Verdict.Reason.TOO_LARGE);
        }
        return accepted(added, new Verdict.Added(uidValidity, uids));
    }

    private static boolean isTooLarge(MailboxCommand.AddMessages add) {
        int count = add.messages().size();
        return count > 1 && (count > MailboxCommand.AddMessages.MAX_MESSAGES || add.octets() > MailboxCommand.AddMessages.MAX_OCTETS);
    }

    /** The UID that this delivery or copy has here already. */
    private Optional<Long> knownCopy(MailboxEvent.Origin origin, Map<QueueId, Long> delivered) {
        Optional<Long> delivery = origin.queueId().flatMap(queueId -> unconfirmed.find(queueId)
                .or(() -> Optional.ofNullable(delivered.get(queueId)))
                .or(() -> origin.fingerprint().flatMap(fingerprint -> past.deliveries().uid(fingerprint, queueId))));
        if (delivery.isPresent()) {
            return delivery;
        }
        OptionalLong copy = origin.source().map(past.copies()::find).orElse(OptionalLong.empty());
        return copy.isPresent() ? Optional.of(copy.getAsLong()) : Optional.empty();
    }

    private Optional<RecentDeliveries.Delivery> alike(MailboxCommand.NewMessage message, List<QueueId> distinct) {
        MailboxEvent.Origin origin = message.origin();
        return origin.queueId().isEmpty() || origin.fingerprint().isEmpty() ? Optional.empty()
                : past.deliveries().find(origin.fingerprint().get(), origin.queueId().get(), message.saveDate(), distinct);
    }

    private Verdict decideReplace(MailboxCommand.Replace replace) {
        if (messages.indexOf(replace.uid()) < 0) {
            return new Verdict.Refused(Verdict.Reason.NO_MESSAGE);
        }
        if (!beingMoved(UidSet.of(replace.uid())).isEmpty()) {
            return new Verdict.Refused(Verdict.Reason.BEING_MOVED);
        }
        Verdict verdict = decideAdd(new MailboxCommand.AddMessages(List.of(replace.message()), List.of()));
        if (!(verdict instanceof Verdict.Accepted added)) {
            return verdict;
        }
        // Added first: RFC 8508 section 3.4 wants no EXPUNGE before all is done.
        return accepted(Stream.concat(added.events().stream(), Stream.of(expunged(UidSet.of(replace.uid()), replace.by()))).toList(),
                added.answer());
    }

    private Verdict decideStore(MailboxCommand.StoreFlags store) {
        List<String> unknown = store.mode() == MailboxCommand.FlagMode.REMOVE ? List.of() : unknownKeywords(store.flags(), keywords);
        List<String> known = joined(keywords, unknown);
        if (known.size() > Flags.MAX_KEYWORDS) {
            return new Verdict.Refused(Verdict.Reason.TOO_MANY_KEYWORDS);
        }
        long bits = bits(store.flags(), known);
        Map<List<Long>, UidSet.Builder> changes = new LinkedHashMap<>();
        UidSet.Builder left = new UidSet.Builder();
        UidSet.Builder changed = new UidSet.Builder();
        long limit = store.unchangedSince().orElse(Long.MAX_VALUE);
        for (MessageCursor at = messages.cursor(store.uids()); at.next();) {
            if (at.modSeq() > limit) {
                left.add(at.uid());
                continue;
            }
            long after = store.mode() == MailboxCommand.FlagMode.REPLACE ? bits
                    : store.mode() == MailboxCommand.FlagMode.ADD ? at.flags() | bits : at.flags() & ~bits;
            if (after != at.flags()) {
                changes.computeIfAbsent(List.of(at.flags(), after), unused -> new UidSet.Builder()).add(at.uid());
                changed.add(at.uid());
            }
        }
        UidSet others = changed.build();
        if (!beingMoved(others).isEmpty()) {
            return new Verdict.Refused(Verdict.Reason.BEING_MOVED);
        }
        List<MailboxEvent.Change> all = changes.entrySet().stream().map(each -> new MailboxEvent.Change(
                each.getValue().build(), each.getKey().get(0), each.getKey().get(1))).toList();
        return accepted(all.isEmpty() ? List.of() : List.of(new MailboxEvent.FlagsChanged(unknown, all, store.by())),
                new Verdict.Changed(others, left.build(), all.isEmpty() ? events : events + 1));
    }

    /** The same move asked for again, after its answer was lost. */
    private Optional<Verdict> started(MailboxCommand.StartMove start) {
        return past.moves().entrySet().stream().filter(each -> each.getValue().target().equals(start.target())
                        && each.getValue().at().toEpochMilli() == start.by().at().toEpochMilli() && each.getValue().uids().without(start.uids()).isEmpty())
                .findFirst().map(each -> accepted(List.of(), new Verdict.MoveStarted(each.getKey(), each.getValue().uids())));
    }

    /** A move that is not open any more was ended before: the answer is then the same as it was. */
    private Verdict decideFinish(MailboxCommand.FinishMove finish) {
        Optional<OpenMove> open = Optional.ofNullable(past.moves().get(finish.move()));
        UidSet leaving = open.map(move -> present(finish.uids().intersection(move.uids()), 0)).orElse(UidSet.EMPTY);
        UidSet staying = present(finish.uids(), 0).without(leaving);
        return accepted(open.map(move -> leaving.isEmpty() ? new MailboxEvent.MoveAbandoned(finish.move(), finish.by())
                : new MailboxEvent.MessagesMovedAway(move.target(), finish.move(), leaving, added(leaving), finish.by())).stream().toList(),
                new Verdict.Expunged(finish.uids().without(staying), open.isPresent() ? events + 1 : events));
    }

    private MailboxEvent expunged(UidSet gone, By by) {
        return new MailboxEvent.MessagesExpunged(gone, added(gone), by);
    }

    private AddedNumbers added(UidSet uids) {
        AddedNumbers.Builder numbers = new AddedNumbers.Builder();
        for (MessageCursor at = messages.cursor(uids); at.next();) {
            numbers.add(at.uid(), at.added());
        }
        return numbers.build();
    }

    /** Who swept may not know of what was expunged meanwhile. */
    private Verdict decideSwept(MailboxCommand.MarkSwept mark) {
        Sweep sweep = past.sweep();
        Swept swept = mark.swept();
        if (swept.number() < sweep.swept().number() || swept.number() > events || swept.equals(sweep.swept())) {
            return accepted(List.of(), new Verdict.Done());
        }
        boolean more = swept.next().isPresent() || sweep.last() <= swept.number();
        return accepted(List.of(new MailboxEvent.MessagesSwept(more ? swept
                : new Swept(swept.number(), swept.uid(), Optional.of(mark.by().at())), mark.by())), new Verdict.Done());
    }

    private UidSet present(UidSet uids, long bits) {
        UidSet.Builder here = new UidSet.Builder();
        for (MessageCursor at = messages.cursor(uids); at.next();) {
            if ((at.flags() & bits) == bits) {
                here.add(at.uid());
            }
        }
        return here.build();
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

    /** The state after an event; the past cannot be refused. */
    public Mailbox evolve(MailboxEvent event) {
        long number = events + 1;
        if (event instanceof MailboxEvent.MailboxCreated created) {
            return new Mailbox(Optional.of(created.id()), created.account(), created.uidValidity(), 1, number, List.of(),
                    MessagePages.EMPTY, Unconfirmed.NONE, false, Past.NOTHING);
        }
        if (event instanceof MailboxEvent.MessageAdded added) {
            return evolve(number, added);
        }
        if (event instanceof MailboxEvent.FlagsChanged changed) {
            MessagePages next = messages;
            for (MailboxEvent.Change change : changed.changes()) {
                next = next.flagged(change.uids(), change.after(), number);
            }
            return new Mailbox(id, account, uidValidity, uidNext, number, joined(keywords, changed.newKeywords()), next, unconfirmed, deleted,
                    past);
        }
        if (event instanceof MailboxEvent.MessagesExpunged expunged) {
            return with(number, messages.without(expunged.uids(), number), past.left(number, expunged.uids(), expunged.by()));
        }
        if (event instanceof MailboxEvent.MoveStarted started) {
            return with(number, messages, past.started(number, new OpenMove(started.target(), started.uids(), started.by().at())));
        }
        if (event instanceof MailboxEvent.MessagesMovedAway moved) {
            return with(number, messages.without(moved.uids(), number), past.left(number, moved.uids(), moved.by()).ended(moved.move()));
        }
        if (event instanceof MailboxEvent.MoveAbandoned abandoned) {
            return with(number, messages, past.ended(abandoned.move()));
        }
        if (event instanceof MailboxEvent.MessagesSwept swept) {
            return with(number, messages, past.with(past.sweep().swept(swept.swept())));
        }
        if (event instanceof MailboxEvent.MailboxDeleted gone) {
            return new Mailbox(id, account, uidValidity, uidNext, number, keywords, MessagePages.EMPTY, unconfirmed, true,
                    past.with(past.sweep().expunged(number, gone.by().at())));
        }
        throw new AssertionError(event);
    }

    private Mailbox evolve(long number, MailboxEvent.MessageAdded added) {
        Unconfirmed open = unconfirmed.with(added.origin().queueId(), added.uid(), added.saveDate(), added.confirmed());
        Past next = added.origin().source().map(source -> past.with(past.copies().with(source, added.uid(), added.saveDate()))).orElse(past);
        if (added.origin().queueId().isPresent() && added.origin().fingerprint().isPresent()) {
            next = next.with(next.deliveries().with(added.origin().fingerprint().get(),
                    new RecentDeliveries.Delivery(added.origin().queueId().get(), added.uid(), added.internalDate()), added.saveDate()));
        }
        return new Mailbox(id, account, uidValidity, added.uid() + 1, number, joined(keywords, added.newKeywords()),
                messages.with(new MessageEntry(added.uid(), added.size(), number, added.flags(), added.internalDate(), number,
                        added.saveDate())), open, deleted, next);
    }

    private Mailbox with(long number, MessagePages next, Past remembered) {
        return new Mailbox(id, account, uidValidity, uidNext, number, keywords, next, unconfirmed, deleted, remembered);
    }
}
