package org.sterna.platform.credentials;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.AppPassword;

/** Whether somebody who is known may log in here: for this, with this password, and perhaps as another. */
final class Admission {
    private final AccountDirectory addresses;
    private final LoginNames names;
    private final Clock clock;
    private final Authenticator.Accounts accounts;

    Admission(AccountDirectory addresses, LoginNames names, Clock clock, Authenticator.Accounts accounts) {
        this.addresses = addresses;
        this.names = names;
        this.clock = clock;
        this.accounts = accounts;
    }

    /** The address under which an account of this name is stored, whether there is one or not; empty if there can be none. */
    Optional<String> key(String name) {
        return names.key(name);
    }

    /** The account of this name. */
    CompletionStage<Optional<AddressEntry>> find(String name) {
        return key(name).map(addresses::find).orElse(CompletableFuture.completedFuture(Optional.empty()));
    }

    boolean isGood(AppPassword app, LoginContext context) {
        return app.isFor(context.scope(), clock.instant());
    }

    /**
     * Lets the user in, or whom it wants to act for (RFC 4422 section 3.4.1): that needs the right to do so, a password of its own, and that neither
     * of them is denied this; it is written down at the account acted for.
     *
     * @param byApp the password was one of a program
     */
    CompletionStage<Authenticator.Result> admit(LoginContext context, AddressEntry user, Optional<String> authorization, boolean byApp) {
        Optional<String> other = authorization.filter(name -> !names.key(name).equals(Optional.of(user.address())));
        if (other.isEmpty()) {
            return CompletableFuture.completedFuture(user.rights().denied().contains(context.scope()) ? new Authenticator.Invalid() : new Authenticator.Valid(user));
        }
        if (!user.rights().impersonates() || byApp || user.rights().denied().contains(context.scope())) {
            return CompletableFuture.completedFuture(new Authenticator.Invalid());
        }
        return find(other.get()).thenCompose(found -> found.filter(entry -> !entry.rights().denied().contains(context.scope()))
                .map(entry -> accounts.impersonated(entry.address(), user.address(), context.scope(), context.remote())
                        .<Authenticator.Result>thenApply(written -> new Authenticator.Valid(entry, Optional.of(user.address()))))
                .orElse(CompletableFuture.completedFuture(new Authenticator.Invalid())));
    }
}
