package org.sterna.platform.node;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.Redirection;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.asking.Asking;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;

/**
 * What the commands about domains and addresses work with.
 *
 * @param operator who gives them, by the name the operating system knows; written down with what changes
 */
record DirectoryServices(ClusterSharding sharding, AddressView addresses, Supplier<Directory> directory, Authenticator authenticator,
        Clock clock, SecureRandom random, boolean standardFolders, Optional<String> operator) {
    static final Asking ASK = Asking.SOON.within(Duration.ofSeconds(30));

    /** Of nobody in particular. */
    DirectoryServices(ClusterSharding sharding, AddressView addresses, Supplier<Directory> directory, Authenticator authenticator, Clock clock,
            SecureRandom random, boolean standardFolders) {
        this(sharding, addresses, directory, authenticator, clock, random, standardFolders, Optional.empty());
    }

    /** The same for a command of this operator. */
    DirectoryServices of(Optional<String> name) {
        return new DirectoryServices(sharding, addresses, directory, authenticator, clock, random, standardFolders, name);
    }

    Instant now() {
        return clock.instant();
    }

    static CompletionStage<AdminResult> done(String output) {
        return CompletableFuture.completedFuture(AdminResult.done(output));
    }

    static CompletionStage<AdminResult> refused(String error) {
        return CompletableFuture.completedFuture(AdminResult.refused(error));
    }

    /** Makes the event happen, unless it must not. */
    CompletionStage<AdminResult> want(DirectoryEvent event, String output) {
        Optional<String> objection = directory.get().objection(event);
        return objection.isPresent() ? refused(objection.get()) : wantAtOnce(event).thenApply(done -> AdminResult.done(output));
    }

    /** Makes the event happen, unless it must not; what this node's copy of the directory says does not matter. */
    CompletionStage<AdminResult> wantAtOnce(DirectoryEvent event) {
        return ASK.<DirectoryEntity.Message, Done>ask(DirectoryEntity.ref(sharding), replyTo ->
                new DirectoryEntity.Want(event, operator.map(name -> new DirectoryEvent.ChangedBy(name, now())), replyTo)).thenApply(done -> AdminResult.done(""));
    }

    /** The name under which an address is stored; of what is no address, itself in lower case, which is never there. */
    String key(String address) {
        return Address.parse(address, AddressForm.UTF8).map(directory.get()::key).orElse(address.toLowerCase(Locale.ROOT));
    }

    /** The name under which a new address is to be stored. */
    Named named(String text) {
        Optional<Address> address = Address.parse(text, AddressForm.UTF8);
        if (address.isEmpty()) {
            return new Named("", Optional.of("'" + text + "' is no address"));
        }
        return directory.get().ours(address.get().domain().text()).isPresent() ? new Named(directory.get().key(address.get()), Optional.empty())
                : new Named("", Optional.of("the domain of " + text + " is not here: run ./sterna domain add " + address.get().domain().text() + " first"));
    }

    /** @param complaint present if the address cannot be one of ours */
    record Named(String key, Optional<String> complaint) { }

    /** Asks the address; the next lookup of this node sees what came of it, wherever the entity lives. */
    CompletionStage<AccountEntity.Response> ask(String key, AccountCommand command) {
        Optional<AccountEvent.ChangedBy> by = operator.map(name -> new AccountEvent.ChangedBy(name, now()));
        return ASK.<AccountEntity.Message, AccountEntity.Response>askAgain(sharding.entityRefFor(AccountEntity.TYPE, key), (replyTo, again) ->
                new AccountEntity.Request(command, by, replyTo, again)).whenComplete((response, failure) -> addresses.forget(key));
    }

    /** Empty if it was done, otherwise why not. */
    CompletionStage<Optional<String>> change(String key, AccountCommand command) {
        return ask(key, command).thenApply(response -> complaint(key, response));
    }

    static Optional<String> complaint(String key, AccountEntity.Response response) {
        if (!(response.verdict() instanceof AccountVerdict.Refused refused)) {
            return Optional.empty();
        }
        Optional<Redirection> redirection = response.account().redirection();
        return Optional.of(key + ": " + redirection.map(each -> each instanceof Redirection.Alias
                ? "the address is an alias (./sterna alias remove)" : "the address is a recipient behind a relay (./sterna recipient remove)")
                .filter(words -> refused.reason() != AccountVerdict.Reason.TOO_MANY).orElse(refused.reason().text()));
    }

    static AdminResult result(Optional<String> complaint, String output) {
        return complaint.map(AdminResult::refused).orElse(AdminResult.done(output));
    }
}
