package org.sterna.persistence.account;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What becomes of commands about passwords and rights, for an account that exists. */
final class LoginRules {
    private LoginRules() { }

    /** Empty if the command is about something else. */
    static Optional<AccountVerdict> decide(Account account, AccountCommand command) {
        LoginRights rights = account.rights();
        if (command instanceof AccountCommand.SetPassword set) {
            return Optional.of(Account.accepted(new AccountEvent.PasswordChanged(set.password(), set.at())));
        }
        if (command instanceof AccountCommand.ResealPassword reseal) {
            return Optional.of(account.password().equals(reseal.before()) ? Account.accepted(new AccountEvent.PasswordChanged(reseal.password(), reseal.at()))
                    : new AccountVerdict.Accepted(List.of()));
        }
        if (command instanceof AccountCommand.AddAppPassword add) {
            return Optional.of(rights.apps().containsKey(add.app().name()) ? Account.refused(AccountVerdict.Reason.APP_PASSWORD_EXISTS)
                    : rights.apps().size() >= LoginRights.MAX_APPS ? Account.refused(AccountVerdict.Reason.TOO_MANY_APP_PASSWORDS)
                    : Account.accepted(new AccountEvent.AppPasswordAdded(add.app())));
        }
        if (command instanceof AccountCommand.RemoveAppPassword remove) {
            return Optional.of(rights.apps().containsKey(remove.name()) ? Account.accepted(new AccountEvent.AppPasswordRemoved(remove.name(), remove.at()))
                    : Account.refused(AccountVerdict.Reason.NO_APP_PASSWORD));
        }
        if (command instanceof AccountCommand.SetRights set) {
            return Optional.of(setRights(rights, set));
        }
        if (command instanceof AccountCommand.NoteImpersonation note) {
            return Optional.of(Account.accepted(new AccountEvent.Impersonated(note.by(), note.scope(), note.remote(), note.at())));
        }
        return Optional.empty();
    }

    private static AccountVerdict setRights(LoginRights rights, AccountCommand.SetRights set) {
        Set<LoginScope> denied = new HashSet<>(rights.denied());
        denied.removeAll(set.allow());
        denied.addAll(set.deny());
        boolean impersonates = set.impersonate().orElse(rights.impersonates());
        return rights.denied().equals(denied) && rights.impersonates() == impersonates ? new AccountVerdict.Accepted(List.of())
                : Account.accepted(new AccountEvent.RightsChanged(denied, impersonates, set.at()));
    }
}
