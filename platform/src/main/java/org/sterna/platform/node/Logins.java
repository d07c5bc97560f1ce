package org.sterna.platform.node;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.account.cassandra.ClusterSecret;
import org.sterna.persistence.account.cassandra.LoginFailures;
import org.sterna.persistence.account.cassandra.LoginFailures.Failure;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.platform.asking.Asking;
import org.sterna.platform.credentials.AuthRules;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.GuessCounters;
import org.sterna.platform.credentials.LoginNames;

/** What logins have to do with the cluster: failures are told to all nodes and kept, accounts are told what happens to them. */
final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final Asking ASK = Asking.LATER.within(Duration.ofSeconds(60));
    /** In the place of the time of a failure. */
    private static final String FORGIVEN = "forgiven";

    private final ClusterSharding sharding;
    private final Clock clock;
    private final String node;
    private final LoginFailures failures;
    private final GuessCounters guesses;
    private final ClusterTopic topic;

    private Logins(SternaSettings settings, ActorSystem<?> system, Database database, String node, Clock clock) {
        sharding = ClusterSharding.get(system);
        this.clock = clock;
        this.node = node;
        failures = new LoginFailures(database, node, settings.auth().guessing().window());
        guesses = new GuessCounters(settings.auth().guessing(), settings.limits(), clock, beyond());
        topic = ClusterTopic.start(system, "login-failures", this::heard);
    }

    /** Blocks until it is known who has guessed before the start. */
    static Authenticator start(SternaSettings settings, ActorSystem<?> system, Database database, String node, Clock clock, SecureRandom random,
            AddressView addresses, LoginNames names) {
        Logins logins = new Logins(settings, system, database, node, clock);
        byte[] secret = Node.await(ClusterSecret.get(database, "scram-decoy", random), "the cluster's secret could not be read");
        List<Failure> before = Node.await(logins.failures.load(settings.auth().guessing().maxKeys()), "failed logins could not be read");
        before.forEach(logins.guesses::heard);
        AuthRules.complaint(settings).ifPresent(LOG::warn);
        return new Authenticator(addresses::find, AuthRules.of(settings.auth()), names, logins.guesses, secret, clock, logins.accounts());
    }

    private GuessCounters.Beyond beyond() {
        return new GuessCounters.Beyond() {
            @Override
            public void failed(Failure failure) {
                topic.tell(node + ' ' + failure.at().toEpochMilli() + ' ' + failure.scope());
                failures.add(failure).whenComplete((done, problem) -> {
                    if (problem != null) {
                        LOG.info("a failed login is not kept: {}", problem.toString());
                    }
                });
            }

            @Override
            public CompletionStage<Void> forgiven(String scope) {
                topic.tell(node + ' ' + FORGIVEN + ' ' + scope);
                return failures.remove(scope);
            }
        };
    }

    private void heard(String text) {
        String[] words = text.split(" ", 3);
        if (words[0].equals(node)) {
            return;
        }
        if (words[1].equals(FORGIVEN)) {
            guesses.forgiven(words[2]);
        } else {
            guesses.heard(new Failure(words[2], Instant.ofEpochMilli(Long.parseLong(words[1]))));
        }
    }

    private Authenticator.Accounts accounts() {
        return new Authenticator.Accounts() {
            @Override
            public void reseal(String account, String before, String sealed) {
                tell(account, new AccountCommand.ResealPassword(before, sealed, clock.instant()), "the password hash stays as weak as it is");
            }

            @Override
            public CompletionStage<Void> impersonated(String account, String by, LoginScope scope, InetAddress remote) {
                LOG.info("{} logs in as {} for {} from {}", by, account, scope.word(), remote.getHostAddress());
                return tell(account, new AccountCommand.NoteImpersonation(by, scope, remote.getHostAddress(), clock.instant()),
                        "it could not be written down that " + by + " acts for it");
            }
        };
    }

    private CompletionStage<Void> tell(String account, AccountCommand command, String otherwise) {
        return ASK.<AccountEntity.Message, AccountEntity.Response>askAgain(sharding.entityRefFor(AccountEntity.TYPE, account), (replyTo, again) ->
                        new AccountEntity.Request(command, Optional.empty(), replyTo, again))
                .whenComplete((response, failure) -> {
                    if (failure != null) {
                        LOG.warn("{}: {}: {}", account, otherwise, failure.toString());
                    }
                }).thenAccept(response -> { });
    }
}
