package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.store.cassandra.Database;
import org.sterna.platform.TestNode;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.platform.credentials.TestLogins;

/** Two nodes in one cluster, each with its own memory of addresses that lasts longer than the test: what one changes, the other knows. */
@ExtendWith(CassandraExtension.class)
class ChangedAddressesTest {
    private static final String JONES = "jones@example.org";
    private static final AddressView.Memory LONG = new AddressView.Memory(1000, Duration.ofHours(1), Duration.ofHours(1));
    private static final Config CONFIG = ConfigFactory.parseString("""
            pekko {
              loglevel = WARNING
              log-dead-letters = off
              actor.provider = cluster
              actor.allow-java-serialization = off
              remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
              cluster.jmx.enabled = off
              cluster.downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
              coordinated-shutdown.exit-jvm = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
            }
            """).withFallback(ConfigFactory.load());

    private final Database database = Database.open(CassandraExtension.settings("changed_addresses_test"));
    private final AddressView here = new AddressView(database, LONG);
    private final AddressView there = new AddressView(database, LONG);
    private final Authenticator logins = TestLogins.authenticator(there::find);
    private final ActorSystem<Void> one = ActorSystem.create(Behaviors.empty(), "sterna", CONFIG);
    private final ActorSystem<Void> other = ActorSystem.create(Behaviors.empty(), "sterna", CONFIG);
    private long event;

    @BeforeEach
    void join() {
        Cluster first = Cluster.get(one);
        first.manager().tell(Join.create(first.selfMember().address()));
        Cluster.get(other).manager().tell(Join.create(first.selfMember().address()));
        ClusterTopic.spreadChanges(one, here);
        ClusterTopic.spreadChanges(other, there);
        until("both are members", () -> members(one) == 2 && members(other) == 2);
        // The first texts are heard by nobody but their own node, until it is known who else wants to hear them.
        assertThat(TestNode.await(there.find("first@example.org"))).isEmpty();
        until("the other node is told", () -> {
            put(here, "first@example.org", "", true);
            return TestNode.await(there.find("first@example.org")).isPresent();
        });
    }

    private static long members(ActorSystem<?> system) {
        long up = 0;
        for (Member member : Cluster.get(system).state().getMembers()) {
            up += member.status().equals(MemberStatus.up()) ? 1 : 0;
        }
        return up;
    }

    @AfterEach
    void end() {
        for (ActorSystem<Void> each : new ActorSystem[] {one, other}) {
            each.terminate();
        }
        TestNode.await(one.getWhenTerminated());
        TestNode.await(other.getWhenTerminated());
        logins.close();
        database.close();
    }

    private static void until(String description, BooleanSupplier condition) {
        Await.until(description, Duration.ofSeconds(60), condition);
    }

    private void put(AddressView view, String address, String password, boolean exists) {
        TestNode.await(view.put(new AddressEntry(address, ++event, exists, new MailboxId("m"), password, QuotaLimits.NONE)));
    }

    private boolean isLetIn(String password) {
        return TestNode.await(logins.check(TestLogins.CONTEXT, JONES, password)) instanceof Authenticator.Valid;
    }

    @Test
    void newAccountsOtherPasswordsAndRemovedAddressesAreKnownToTheOtherNode() {
        assertThat(isLetIn("old")).as("there is no such account yet, which is remembered").isFalse();
        put(here, JONES, TestNode.await(logins.seal("old")), true);
        until("the new account may log in", () -> isLetIn("old"));
        put(here, JONES, TestNode.await(logins.seal("new")), true);
        until("the old password is no good any more", () -> !isLetIn("old"));
        assertThat(isLetIn("new")).isTrue();
        put(here, JONES, "", false);
        until("the account is gone", () -> !isLetIn("new"));
        assertThat(TestNode.await(there.find(JONES))).isEqualTo(Optional.empty());
    }
}
