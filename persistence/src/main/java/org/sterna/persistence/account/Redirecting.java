package org.sterna.persistence.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The rules by which an address becomes an alias or a recipient behind a relay, and free again. */
final class Redirecting {
    private Redirecting() { }

    /** Empty if the command is not about redirections. */
    static Optional<AccountVerdict> decide(Account account, AccountCommand command) {
        if (command instanceof AccountCommand.AddTargets add) {
            return Optional.of(add(account, add));
        }
        if (command instanceof AccountCommand.RemoveTargets remove) {
            return Optional.of(remove(account, remove));
        }
        if (command instanceof AccountCommand.RemoveOwner remove) {
            return Optional.of(alias(account).map(alias -> changed(account.address(), Optional.of(alias), new Redirection.Alias(alias.targets()), remove.at()))
                    .orElseGet(() -> Account.refused(AccountVerdict.Reason.NO_ACCOUNT)));
        }
        if (command instanceof AccountCommand.RelayTo relay) {
            return Optional.of(relay(account, relay));
        }
        if (command instanceof AccountCommand.StopRelaying stop) {
            return Optional.of(account.redirection().filter(Redirection.Relayed.class::isInstance).isPresent()
                    ? Account.accepted(new AccountEvent.RelayedRecipientRemoved(account.address(), stop.at()))
                    : Account.refused(AccountVerdict.Reason.NO_ACCOUNT));
        }
        return Optional.empty();
    }

    private static Optional<Redirection.Alias> alias(Account account) {
        return account.redirection().filter(Redirection.Alias.class::isInstance).map(Redirection.Alias.class::cast);
    }

    private static AccountVerdict add(Account account, AccountCommand.AddTargets add) {
        Optional<Redirection.Alias> alias = alias(account);
        if (account.exists() || account.redirection().isPresent() && alias.isEmpty()) {
            return Account.refused(AccountVerdict.Reason.ACCOUNT_EXISTS);
        }
        TreeSet<String> targets = new TreeSet<>(add.targets());
        alias.ifPresent(before -> targets.addAll(before.targets()));
        if (targets.size() > Redirection.Alias.MAX_TARGETS) {
            return Account.refused(AccountVerdict.Reason.TOO_MANY);
        }
        Optional<String> owner = add.owner().or(() -> alias.flatMap(Redirection.Alias::owner));
        return changed(add.address(), alias, new Redirection.Alias(List.copyOf(targets), owner), add.at());
    }

    private static AccountVerdict remove(Account account, AccountCommand.RemoveTargets remove) {
        Optional<Redirection.Alias> alias = alias(account);
        if (alias.isEmpty()) {
            return Account.refused(AccountVerdict.Reason.NO_ACCOUNT);
        }
        List<String> left = new ArrayList<>(remove.targets().isEmpty() ? List.of() : alias.get().targets());
        left.removeAll(remove.targets());
        return changed(account.address(), alias, new Redirection.Alias(left, left.isEmpty() ? Optional.empty() : alias.get().owner()), remove.at());
    }

    private static AccountVerdict changed(String address, Optional<Redirection.Alias> before, Redirection.Alias after, Instant at) {
        return before.equals(Optional.of(after)) ? new AccountVerdict.Accepted(List.of())
                : Account.accepted(new AccountEvent.AliasChanged(address, after.targets(), after.owner(), at));
    }

    private static AccountVerdict relay(Account account, AccountCommand.RelayTo relay) {
        if (account.exists() || account.redirection().filter(Redirection.Alias.class::isInstance).isPresent()) {
            return Account.refused(AccountVerdict.Reason.ACCOUNT_EXISTS);
        }
        return account.redirection().equals(Optional.of(new Redirection.Relayed(relay.nextHop()))) ? new AccountVerdict.Accepted(List.of())
                : Account.accepted(new AccountEvent.RelayedRecipientChanged(relay.address(), relay.nextHop(), relay.at()));
    }
}
