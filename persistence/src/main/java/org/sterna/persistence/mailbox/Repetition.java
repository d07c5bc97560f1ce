package org.sterna.persistence.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Commands that are not to be done twice, and whose repetition the mailbox cannot tell by its state. Whoever asks again, after an answer was lost with the
 * node that gave it, sends the same command: its events name the EMAILIDs of what it adds, and who changed something when.
 */
public final class Repetition {
    private Repetition() { }

    /** What is the same in every repetition of a command, and in no other one; empty if repeating it does no harm. */
    public static Optional<Object> key(MailboxCommand command) {
        if (command instanceof MailboxCommand.AddMessages add && add.messages().stream().anyMatch(Repetition::isForgotten)) {
            return Optional.of(add.messages().stream().map(MailboxCommand.NewMessage::ids).toList());
        } else if (command instanceof MailboxCommand.Replace replace) {
            return Optional.of(List.of(replace.message().ids()));
        } else if (command instanceof MailboxCommand.Expunge || command instanceof MailboxCommand.StoreFlags store && store.unchangedSince().isPresent()) {
            return Optional.of(command);
        }
        return Optional.empty();
    }

    /** A delivery is known by its queue id, a copy by its source. */
    private static boolean isForgotten(MailboxCommand.NewMessage message) {
        return message.origin().queueId().isEmpty() && message.origin().source().isEmpty();
    }

    /** Who asked, and when; of a command that has a {@link #key}. */
    public static By by(MailboxCommand command) {
        if (command instanceof MailboxCommand.AddMessages add) {
            MailboxCommand.NewMessage first = add.messages().get(0);
            return new By(first.origin().session(), first.saveDate());
        } else if (command instanceof MailboxCommand.Replace replace) {
            return replace.by();
        } else if (command instanceof MailboxCommand.Expunge expunge) {
            return expunge.by();
        } else if (command instanceof MailboxCommand.StoreFlags store) {
            return store.by();
        }
        throw new AssertionError(command);
    }

    /**
     * The answer that the command was or would have been given, if these events are what it did.
     *
     * @param state  now
     * @param events by falling number, with all that may be of the command
     */
    public static Optional<Verdict.Answer> answer(Mailbox state, MailboxCommand command, List<MailboxEvent> events, long last) {
        if (command instanceof MailboxCommand.AddMessages add) {
            return added(state, add.messages(), events);
        } else if (command instanceof MailboxCommand.Replace replace) {
            return added(state, List.of(replace.message()), events);
        }
        for (int i = 0; i < events.size(); i++) {
            if (isOf(events.get(i), by(command)) && command instanceof MailboxCommand.Expunge expunge && events.get(i) instanceof MailboxEvent.MessagesExpunged gone
                    && gone.uids().without(expunge.uids()).isEmpty()) {
                return Optional.of(new Verdict.Expunged(gone.uids(), last - i));
            } else if (isOf(events.get(i), by(command)) && command instanceof MailboxCommand.StoreFlags store && events.get(i) instanceof MailboxEvent.FlagsChanged changed) {
                UidSet uids = UidSet.EMPTY;
                for (MailboxEvent.Change change : changed.changes()) {
                    uids = uids.union(change.uids());
                }
                if (uids.without(store.uids()).isEmpty()) {
                    return Optional.of(new Verdict.Changed(uids, leftAlone(state, store, uids), last - i));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(MailboxEvent event, By by) {
        return event.by().session().equals(by.session()) && event.by().at().toEpochMilli() == by.at().toEpochMilli();
    }

    private static Optional<Verdict.Answer> added(Mailbox state, List<MailboxCommand.NewMessage> messages, List<MailboxEvent> events) {
        List<Long> uids = new ArrayList<>();
        for (MailboxCommand.NewMessage message : messages) {
            OptionalLong uid = events.stream().filter(MailboxEvent.MessageAdded.class::isInstance).map(MailboxEvent.MessageAdded.class::cast)
                    .filter(each -> each.ids().equals(message.ids()) && each.origin().equals(message.origin())).mapToLong(MailboxEvent.MessageAdded::uid).findFirst();
            if (uid.isEmpty()) {
                return Optional.empty();
            }
            uids.add(uid.getAsLong());
        }
        return Optional.of(new Verdict.Added(state.uidValidity(), uids));
    }

    /** Also those that somebody else has changed only since: the client looks at them again. */
    private static UidSet leftAlone(Mailbox state, MailboxCommand.StoreFlags store, UidSet changed) {
        UidSet.Builder left = new UidSet.Builder();
        for (MessageCursor at = state.messages().cursor(store.uids().without(changed)); at.next();) {
            if (at.modSeq() > store.unchangedSince().orElseThrow()) {
                left.add(at.uid());
            }
        }
        return left.build();
    }
}
