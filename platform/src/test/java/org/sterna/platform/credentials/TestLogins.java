package org.sterna.platform.credentials;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.sterna.config.GuessSettings;
import org.sterna.config.LimitsSettings;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.account.cassandra.LoginFailures;
import org.sterna.protocols.crypto.bouncycastle.Argon2Password;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.token.TokenRules;

/** Logins for tests that are about something else: hashing costs next to nothing, and nobody is shut out. */
public final class TestLogins {
    public static final LoginContext CONTEXT = new LoginContext(LoginScope.IMAP, InetAddress.getLoopbackAddress());
    static final Argon2Password.Cost CHEAP = new Argon2Password.Cost(64, 1, 1);

    private TestLogins() { }

    public static Authenticator authenticator(AccountDirectory addresses) {
        return authenticator(addresses, Optional.empty(), new Unheard());
    }

    static Authenticator authenticator(AccountDirectory addresses, Optional<TokenRules> tokens, Authenticator.Accounts accounts) {
        SternaSettings settings = SternaSettings.load(Optional.empty(), List.of(), Optional.empty(), OptionalInt.empty());
        return new Authenticator(addresses, rules(tokens), LoginNames.withoutCase("example.org"), counters(settings.auth().guessing(), settings.limits(), Clock.systemUTC(), each -> { }),
                new byte[32], Clock.systemUTC(), accounts);
    }

    /** With guesses counted, delayed and shut out by the settings; {@code path=value}. */
    public static Authenticator counting(AccountDirectory addresses, Clock clock, String... sets) {
        SternaSettings settings = SternaSettings.load(Optional.empty(), List.of(sets), Optional.empty(), OptionalInt.empty());
        return new Authenticator(addresses, rules(Optional.empty()), LoginNames.withoutCase("example.org"), counters(settings.auth().guessing(), settings.limits(), clock, each -> { }),
                new byte[32], clock, new Unheard());
    }

    static AuthRules rules(Optional<TokenRules> tokens) {
        return new AuthRules(CHEAP, CHEAP, 1000, Duration.ofMinutes(1), List.of(SaslMechanism.values()), 4096, tokens, "mail");
    }

    static GuessCounters counters(GuessSettings settings, LimitsSettings limits, Clock clock, Consumer<LoginFailures.Failure> spread) {
        return new GuessCounters(settings, limits, clock, new GuessCounters.Beyond() {
            @Override
            public void failed(LoginFailures.Failure failure) {
                spread.accept(failure);
            }

            @Override
            public CompletionStage<Void> forgiven(String scope) {
                return CompletableFuture.completedFuture(null);
            }
        });
    }

    /** Accounts that nobody tells anything. */
    static class Unheard implements Authenticator.Accounts {
        @Override
        public void reseal(String account, String before, String sealed) {
            // the forms stay as they are
        }

        @Override
        public CompletionStage<Void> impersonated(String account, String by, LoginScope scope, InetAddress remote) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
