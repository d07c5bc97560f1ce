package org.sterna.persistence.account;

import java.time.Instant;
import java.util.List;

/**
 * Commands that would be refused, or would do something else, if they came a second time. Whoever asks again, after an answer was lost with the node that gave
 * it, sends the same command, and its events have the same time.
 */
public final class Repetition {
    private Repetition() { }

    /** Whether it makes a difference that the command was done before. */
    public static boolean matters(AccountCommand command) {
        return command instanceof AccountCommand.Create || command instanceof AccountCommand.Remove || command instanceof AccountCommand.CreateFolder
                || command instanceof AccountCommand.DeleteFolder || command instanceof AccountCommand.RenameFolder
                || command instanceof AccountCommand.AddAppPassword || command instanceof AccountCommand.RemoveAppPassword
                || command instanceof AccountCommand.NoteImpersonation || command instanceof AccountCommand.AddTargets
                || command instanceof AccountCommand.RemoveTargets || command instanceof AccountCommand.RemoveOwner
                || command instanceof AccountCommand.RelayTo || command instanceof AccountCommand.StopRelaying;
    }

    /** Whether one of these events is what the command did. */
    public static boolean isDone(AccountCommand command, List<AccountEvent> events) {
        return events.stream().anyMatch(event -> isOf(command, event));
    }

    private static boolean isOf(AccountCommand command, AccountEvent event) {
        if (command instanceof AccountCommand.Create create) {
            return event instanceof AccountEvent.AccountCreated created && same(create.at(), created.at())
                    && created.folders().get(Account.INBOX).mailbox().equals(create.inbox());
        } else if (command instanceof AccountCommand.Remove remove) {
            return event instanceof AccountEvent.AccountRemoved removed && same(remove.at(), removed.at());
        } else if (command instanceof AccountCommand.CreateFolder create) {
            return event instanceof AccountEvent.FolderCreated created && created.folder().mailbox().equals(create.mailbox());
        } else if (command instanceof AccountCommand.DeleteFolder delete) {
            return event instanceof AccountEvent.FolderDeleted deleted && same(delete.at(), deleted.at())
                    && deleted.name().equals(Account.spelled(delete.name()));
        } else if (command instanceof AccountCommand.RenameFolder rename) {
            return event instanceof AccountEvent.InboxRenamed inbox && inbox.newInbox().mailbox().equals(rename.newInbox())
                    || event instanceof AccountEvent.FolderRenamed renamed && same(rename.at(), renamed.at())
                    && renamed.from().equals(Account.spelled(rename.from())) && renamed.to().equals(Account.spelled(rename.to()));
        } else if (command instanceof AccountCommand.AddAppPassword add) {
            return event instanceof AccountEvent.AppPasswordAdded added && added.app().name().equals(add.app().name())
                    && added.app().stored().equals(add.app().stored());
        } else if (command instanceof AccountCommand.RemoveAppPassword remove) {
            return event instanceof AccountEvent.AppPasswordRemoved removed && same(remove.at(), removed.at()) && removed.name().equals(remove.name());
        } else if (command instanceof AccountCommand.NoteImpersonation note) {
            return event instanceof AccountEvent.Impersonated noted && same(note.at(), noted.at()) && noted.by().equals(note.by());
        }
        return isOfRedirecting(command, event);
    }

    private static boolean isOfRedirecting(AccountCommand command, AccountEvent event) {
        if (command instanceof AccountCommand.AddTargets add) {
            return event instanceof AccountEvent.AliasChanged changed && same(add.at(), changed.at());
        } else if (command instanceof AccountCommand.RemoveTargets remove) {
            return event instanceof AccountEvent.AliasChanged changed && same(remove.at(), changed.at());
        } else if (command instanceof AccountCommand.RemoveOwner remove) {
            return event instanceof AccountEvent.AliasChanged changed && same(remove.at(), changed.at());
        } else if (command instanceof AccountCommand.RelayTo relay) {
            return event instanceof AccountEvent.RelayedRecipientChanged changed && same(relay.at(), changed.at());
        } else if (command instanceof AccountCommand.StopRelaying stop) {
            return event instanceof AccountEvent.RelayedRecipientRemoved removed && same(stop.at(), removed.at());
        }
        return false;
    }

    /** As the journal has times. */
    private static boolean same(Instant one, Instant other) {
        return one.toEpochMilli() == other.toEpochMilli();
    }
}
