package org.sterna.platform.credentials;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sterna.config.Network;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.LoginRights;
import org.sterna.persistence.account.LoginScope;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.sasl.SaslStep;

/**
 * Says who a client is. Every question is answered later and never on the caller's thread if that takes time; one that is refused says
 * neither by its text nor by its time whether the name is an account's, and waits the longer the more has failed before.
 */
public final class Authenticator implements AutoCloseable {
    /** What was found. */
    public sealed interface Result { }

    /**
     * @param entry of the account; its address is the account's name
     * @param by    the account that acts for it; usually nobody
     */
    public record Valid(AddressEntry entry, Optional<String> by) implements Result {
        Valid(AddressEntry entry) {
            this(entry, Optional.empty());
        }
    }

    public record Invalid() implements Result { }

    /** The store or the threads cannot answer now. */
    public record Unavailable(String reason) implements Result { }

    /**
     * The answer to a question of an exchange.
     *
     * @param result what it means; empty while it is not known who the client is. With SCRAM it is there when the client has proven that, though the
     *               client may still give up before it has been told so
     */
    public record Answered(SaslAnswer answer, Optional<Result> result) { }

    /** What the accounts are to be told. */
    public interface Accounts {
        /** The stored forms of an account's password are weaker than new ones would be, and its password has just been seen. */
        void reseal(String account, String before, String sealed);

        /** Somebody wants to act for the account. Nobody does before that is written down; fails if it cannot be. */
        CompletionStage<Void> impersonated(String account, String by, LoginScope scope, InetAddress remote);
    }

    private final AuthRules rules;
    private final Hashing hashing;
    private final PasswordCheck passwords;
    private final OtherProofs proofs;
    private final GuessCounters guesses;
    private final LoginNames names;
    private final LoginCounts counts = new LoginCounts();

    /** @param decoySecret 16 octets or more that all nodes share */
    public Authenticator(AccountDirectory addresses, AuthRules rules, LoginNames names, GuessCounters guesses, byte[] decoySecret, Clock clock, Accounts accounts) {
        this.rules = rules;
        this.guesses = guesses;
        this.names = names;
        hashing = new Hashing(rules);
        Admission admission = new Admission(addresses, names, clock, accounts);
        passwords = new PasswordCheck(rules, hashing, admission, accounts);
        proofs = new OtherProofs(rules, admission, decoySecret.clone(), clock);
    }

    /** Those that are wanted; what a connection can carry of them is another question, see {@link SaslMechanism#offered}. */
    public List<SaslMechanism> mechanisms() {
        return rules.mechanisms();
    }

    /** For USER and PASS, LOGIN and the like. */
    public CompletionStage<Result> check(LoginContext context, String name, String password) {
        return guarded(context, name, () -> passwords.check(context, Optional.empty(), name, password));
    }

    /** For a question of an exchange. */
    public CompletionStage<Answered> answer(LoginContext context, SaslQuestion question) {
        if (question instanceof SaslStep.Credentials credentials) {
            return guarded(context, credentials.user(), () -> passwords.check(context, credentials.authorization(), credentials.user(), credentials.password()))
                    .thenApply(Authenticator::ended);
        }
        if (question instanceof SaslQuestion.KeysWanted wanted) {
            return proofs.keys(context, wanted).<Answered>thenApply(keys -> new Answered(keys, Optional.empty()))
                    .exceptionally(Authenticator::unavailable);
        }
        if (question instanceof SaslQuestion.Proven proven) {
            return guarded(context, proven.user(), () -> proofs.proven(context, proven)).thenApply(Authenticator::ended);
        }
        if (question instanceof SaslQuestion.Disproven) {
            return guarded(context, question.user(), () -> CompletableFuture.completedFuture(new Invalid())).thenApply(Authenticator::ended);
        }
        if (question instanceof SaslQuestion.TokenShown shown) {
            return guarded(context, shown.user(), () -> proofs.token(context, shown)).thenApply(result -> result instanceof Invalid
                    ? new Answered(SaslAnswer.invalidToken(rules.tokenScope()), Optional.of(result)) : ended(result));
        }
        if (question instanceof SaslQuestion.CertificateShown shown) {
            return guarded(context, shown.user(), () -> proofs.certificate(context, shown)).thenApply(Authenticator::ended);
        }
        throw new AssertionError(question);
    }

    /** The answer where none could be had. */
    public static Answered unavailable(Throwable failure) {
        return ended(new Unavailable(failure.toString()));
    }

    private static Answered ended(Result result) {
        return new Answered(result instanceof Valid valid ? new SaslAnswer.Granted(valid.entry().address())
                : new SaslAnswer.Denied(result instanceof Unavailable ? SaslAnswer.Denial.UNAVAILABLE : SaslAnswer.Denial.WRONG), Optional.of(result));
    }

    /** Right or wrong waits alike; a ban is a wrong password to whoever asks. */
    private CompletionStage<Result> guarded(LoginContext context, String user, Supplier<CompletionStage<Result>> check) {
        String name = names.key(user).orElse(user);
        GuessCounters.Standing standing = guesses.standing(name, context.remote());
        CompletionStage<Result> looked = standing.banned() ? CompletableFuture.completedFuture(new Invalid())
                : check.get().exceptionally(failure -> new Unavailable(failure.toString())).thenApply(result -> counted(result, name, context));
        looked = looked.thenApply(result -> {
            counts.ended(context.scope(), result, standing.banned());
            return result;
        });
        return standing.delay().isZero() ? looked : looked.thenCombine(after(standing.delay()), (result, waited) -> result);
    }

    private Result counted(Result result, String name, LoginContext context) {
        if (result instanceof Valid && guesses.standing(name, context.remote()).banned()) {
            return new Invalid();                           // many guesses at one time find out no more than one after the other
        }
        if (result instanceof Invalid) {
            guesses.failed(name, context.remote());
        } else if (result instanceof Valid) {
            guesses.succeeded(name, context.remote());
        }
        return result;
    }

    private static CompletionStage<Void> after(Duration delay) {
        Executor later = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> { }, later);
    }

    /** The forms under which a password is stored; made on the hashing threads, which may refuse if too many wait. */
    public CompletionStage<String> seal(String password) {
        return hashing.run(() -> hashing.seal(password, Optional.empty()));
    }

    /**
     * As {@link #seal(String)}, in the place of another password: the account's app passwords go on to be good for SCRAM.
     *
     * @param before the forms of the password that is replaced
     */
    public CompletionStage<String> seal(String password, String before, LoginRights rights) {
        return hashing.run(() -> hashing.seal(password, StoredPassword.keySalt(before, rights)));
    }

    /** As {@link #seal(String)}, at the cost of an import and without keys for SCRAM: the account's first login adds them. */
    public CompletionStage<String> sealForImport(String password) {
        return hashing.run(() -> hashing.sealForImport(password));
    }

    /** @param sealed the forms of the account's own password; an app password has the salt of the account's keys */
    public CompletionStage<NewAppPassword> newAppPassword(String sealed, LoginRights rights) {
        return hashing.run(() -> {
            String password = hashing.newAppPassword();
            return new NewAppPassword(password, hashing.sealApp(password, StoredPassword.keySalt(sealed, rights).orElseGet(hashing::salt)));
        });
    }

    /**
     * An app password that was made up.
     *
     * @param password to be told its owner once
     * @param sealed   to be stored
     */
    public record NewAppPassword(String password, String sealed) {
        /** Without both. */
        @Override
        public String toString() {
            return "NewAppPassword[]";
        }
    }

    /** How logins have ended since the start. */
    public LoginCounts counts() {
        return counts;
    }

    /** Whom failed logins have shut out. */
    public List<GuessCounters.Ban> bans() {
        return guesses.bans();
    }

    /**
     * Lets somebody try again, on all nodes; answers how many failures were counted.
     *
     * @param who a network, an address in one, or a name as clients give it
     */
    public CompletionStage<Integer> forgive(String who) {
        return Network.isNetwork(who) ? guesses.forgiveNetwork(Network.canonical(who)) : guesses.forgiveAccount(names.key(who).orElse(who));
    }

    /** Hashes of passwords compared since the start. */
    long comparisons() {
        return hashing.comparisons();
    }

    @Override
    public void close() {
        hashing.close();
    }

}
