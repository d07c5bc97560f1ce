package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.Props;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.config.RoutingSettings;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.directory.DomainKey;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.TestNode;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.quota.EntityUsage;
import org.sterna.platform.routing.AddressBook;
import org.sterna.platform.routing.Leg;
import org.sterna.platform.routing.RecipientVerifier;
import org.sterna.platform.routing.Routed;
import org.sterna.platform.routing.Routing;
import org.sterna.protocols.address.Address;

/** What an operator says about domains and addresses, and where their mail goes then. */
@ExtendWith(CassandraExtension.class)
@Timeout(400)
class DirectoryAdminTest {
    private static TestNode node;
    private static DirectoryAdmin admin;
    private static Routing routing;
    private static DirectoryCopy directory;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        directory = new DirectoryCopy();
        node.system().systemActorOf(directory.follow(node.access().sharding()), "directory-copy", Props.empty());
        TestNode.await(directory.loaded());
        AddressView addresses = new AddressView(node.database());
        admin = new DirectoryAdmin(new DirectoryServices(node.access().sharding(), addresses, directory::current, node.access().authenticator(),
                Clock.systemUTC(), new SecureRandom(), true), TestSigning.of(directory::current));
        routing = new Routing(AddressBook.of(addresses), directory::current, RecipientVerifier.UNABLE,
                new EntityUsage(node.access().sharding()), QuotaLimits.NONE, new RoutingSettings("+", 10, 100, 1000, Duration.ofSeconds(60),
                        Duration.ofSeconds(60), 100, Duration.ofHours(1), Duration.ofMinutes(1), Duration.ZERO, Optional.empty(),
                        RoutingSettings.OverQuota.REJECT));
        domain("example.org");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aliasesAreMadeListedAndTakenAway() {
        done("account add jones@example.org", "secret");
        done("alias add Team@example.org Jones@example.org smith@example.com");
        done("alias add team@example.org brown@example.com");
        assertThat(done("alias list team@example.org")).isEqualTo("team@example.org Jones@example.org brown@example.com smith@example.com");
        assertThat(done("alias list").lines()).contains("team@example.org Jones@example.org brown@example.com smith@example.com");
        assertThat(ends("TEAM@example.org")).containsExactlyInAnyOrder("jones@example.org", "smith@example.com", "brown@example.com");
        done("alias remove team@example.org brown@example.com smith@example.com");
        assertThat(ends("team@example.org")).containsExactly("jones@example.org");
        done("alias remove team@example.org");
        assertThat(refusal("team@example.org")).startsWith("550 5.1.1 ");
        assertThat(refused("alias remove team@example.org")).contains("does not exist");
    }

    @Test
    void anAliasMayHaveAnOwner() {
        done("alias add list@example.org x@example.com --owner Boss@example.net");
        done("alias add list@example.org y@example.com");
        assertThat(done("alias list list@example.org")).isEqualTo("list@example.org x@example.com y@example.com --owner Boss@example.net");
        assertThat(deliver("list@example.org").legs()).extracting(Leg::errorsTo).containsOnly(Optional.of("Boss@example.net"));
        assertThat(refused("alias add list@example.org x@example.com --owner LIST@example.org")).contains("cannot be its own owner");
        assertThat(refused("alias add list@example.org x@example.com --owner @")).contains("'@' is no address");
        done("alias add list@example.org x@example.com --owner none");
        assertThat(done("alias list list@example.org")).isEqualTo("list@example.org x@example.com y@example.com");
        done("alias remove list@example.org");
    }

    @Test
    void anAddressIsOneThingAtATime() {
        done("alias add one@example.org x@example.com");
        assertThat(refused("account add one@example.org", "secret")).contains("one@example.org: the address is an alias");
        assertThat(refused("recipient add one@example.org server1")).contains("is an alias");
        done("recipient add two@example.org server1");
        assertThat(refused("alias add two@example.org x@example.com")).contains("recipient behind a relay");
        done("account add three@example.org", "secret");
        assertThat(refused("alias add three@example.org x@example.com")).contains("the account exists already");
        assertThat(refused("alias add x@elsewhere.example y@example.com")).contains("run ./sterna domain add elsewhere.example first");
        assertThat(refused("alias add self@example.org SELF@example.org")).contains("cannot lead to itself");
        assertThat(refused("alias add bad@example.org @")).contains("'@' is no address");
    }

    @Test
    void manyAliasesAreImported() {
        AdminResult result = TestNode.await(admin.handle(List.of("alias", "import"), """
                # comment
                a1@example.org x@example.com y@example.com
                a2@nowhere.example x@example.com
                a3@example.org x@example.com
                """));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).isEqualTo("added 2 aliases");
        assertThat(result.error()).contains("the domain of a2@nowhere.example is not here");
        assertThat(ends("a1@example.org")).containsExactly("x@example.com", "y@example.com");
    }

    @Test
    void recipientsBehindARelay() {
        done("domain add farm.example --relay --recipients listed --next-hop hub:2525");
        awaitDomain("farm.example");
        done("recipient add userA@farm.example server1");
        done("recipient add userB@farm.example");
        assertThat(done("recipient list userA@farm.example")).isEqualTo("usera@farm.example server1");
        assertThat(hop("userA@farm.example")).contains("server1");
        assertThat(hop("userB@farm.example")).contains("hub:2525");
        assertThat(refusal("userC@farm.example")).startsWith("550 5.1.1 ");
        done("recipient remove userB@farm.example");
        assertThat(refusal("userB@farm.example")).startsWith("550 5.1.1 ");
        assertThat(refused("domain remove farm.example")).contains("usera@farm.example").contains("remove them first");
        assertThat(done("domain list").lines()).contains("farm.example relay recipients=listed next-hop=hub:2525");
        assertThat(refused("recipient add x@farm.example a:b:c")).contains("is no next hop");
    }

    @Test
    void aDomainIsSet() {
        domain("set.example");
        done("account add jones@set.example", "secret");
        done("domain set set.example catch-all=jones@set.example separator=-");
        copied(() -> directory.current().settings().get("set.example").catchAll().isPresent());
        assertThat(ends("whoever@set.example")).containsExactly("jones@set.example");
        assertThat(ends("jones-list@set.example")).containsExactly("jones@set.example");
        assertThat(done("domain list").lines()).contains("set.example catch-all=jones@set.example separator=-");
        assertThat(refused("domain set set.example case-sensitive=true")).contains("jones@set.example");
        assertThat(refused("domain set set.example colour=red")).contains("'colour' is no setting of a domain");
        assertThat(refused("domain set set.example recipients=all")).contains("for relay domains");
        assertThat(refused("domain set nowhere.example catch-all=none")).contains("no domain of ours");
    }

    @Test
    void aDomainHasAliases() {
        domain("main.example");
        done("domain alias add Other.Example main.example");
        copied(() -> directory.current().ours("other.example").isPresent());
        done("account add jones@other.example", "secret");
        assertThat(ends("Jones@OTHER.example")).containsExactly("jones@main.example");
        assertThat(done("domain alias list").lines()).contains("other.example main.example");
        assertThat(refused("domain remove main.example")).contains("remove them first");
        assertThat(refused("domain alias add example.org main.example")).contains("a domain of its own");
        done("domain alias remove other.example");
        copied(() -> directory.current().ours("other.example").isEmpty());
    }

    @Test
    void aDomainHasKeysThatSign() {
        domain("signs.example");
        done("domain alias add also.example signs.example");
        copied(() -> directory.current().ours("also.example").isPresent());
        assertThat(done("domain dkim signs.example show")).startsWith("nothing signs for signs.example");
        done("domain dkim signs.example rotate");
        copied(() -> directory.current().keys("signs.example").size() == 2);
        String unused = directory.current().keys("signs.example").get(0).selector();

        List<String> records = done("domain dkim also.example rotate").lines().filter(line -> line.contains(" IN TXT ")).toList();
        assertThat(records).hasSize(4);
        assertThat(records).filteredOn(line -> line.contains("._domainkey.also.example. ")).hasSize(2);
        copied(() -> directory.current().keys("signs.example").size() == 2 && !directory.current().keys("signs.example").get(0).selector().equals(unused));
        assertThat(refused("domain dkim signs.example activate " + unused)).contains("signs.example has no key " + unused);

        String selector = directory.current().keys("signs.example").get(0).selector();
        assertThat(done("domain dkim signs.example activate " + selector)).isEqualTo("signing from now on: " + selector);
        copied(() -> directory.current().keys("signs.example").get(0).state() == DomainKey.State.ACTIVE);
        assertThat(done("domain dkim signs.example show").lines()).containsAll(records).anyMatch(line -> line.startsWith("; " + selector) && line.contains("signs since"))
                .anyMatch(line -> line.contains("signs when the DNS has its record"));
        assertThat(done("domain dkim signs.example activate")).doesNotContain(selector).startsWith("signing from now on: ");
        assertThat(done("domain dkim signs.example activate")).isEqualTo("no key waits");
        done("domain dkim signs.example rotate --activate");
        copied(() -> directory.current().keys("signs.example").stream().filter(key -> key.state() == DomainKey.State.RETIRED).count() == 2);
        assertThat(done("domain dkim signs.example show")).contains("may be taken out of the zone after");
        assertThat(refused("domain dkim nowhere.example rotate")).contains("is no domain of ours");
        assertThat(refused("domain dkim signs.example fly")).contains("does not know the command");
    }

    @Test
    void aFullMailboxTakesNoMore() {
        done("account add full@example.org --quota 1000", "secret");
        assertThat(ends("full@example.org")).containsExactly("full@example.org");
        Target.LocalMailbox inbox = (Target.LocalMailbox) deliver("full@example.org").legs().get(0).target();
        MailboxCommand.NewMessage message = new MailboxCommand.NewMessage(900, Instant.EPOCH, Set.of(), new MailboxEvent.Origin(Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty()), new MailboxEvent.ObjectIds("e", "t"), Instant.EPOCH,
                new OctetsPlace.Inline(1), new byte[] {1}, new byte[] {1});
        Verdict added = TestNode.await(node.access().sharding().entityRefFor(MailboxEntity.TYPE, inbox.mailbox().value())
                .<Verdict>ask(replyTo -> new MailboxEntity.Request(new MailboxCommand.AddMessages(List.of(message), List.of()), replyTo),
                        Duration.ofSeconds(30)));
        assertThat(added).isInstanceOf(Verdict.Accepted.class);
        Address full = Address.parse("full@example.org").orElseThrow();
        assertThat(TestNode.await(routing.route(full, OptionalLong.of(100)))).isInstanceOf(Routed.Deliver.class);
        assertThat(refusal(TestNode.await(routing.route(full, OptionalLong.of(101))))).startsWith("552 5.2.2 ");
    }

    @Test
    void whatIsNotKnownIsTold() {
        assertThat(refused("domain fly x")).contains("does not know the command domain fly");
        assertThat(refused("domain alias fly")).contains("alias fly");
        assertThat(refused("alias fly")).contains("alias fly");
        assertThat(refused("recipient fly")).contains("recipient fly");
        assertThat(refused("route fly")).contains("route fly");
        assertThat(refused("account fly")).contains("account fly");
    }

    @Test
    void routesAreKept() {
        done("route add *.Sink.Test 127.0.0.1:2626");
        copied(() -> directory.current().route("a.sink.test").isPresent());
        assertThat(done("route list").lines()).contains("*.sink.test 127.0.0.1:2626");
        assertThat(refused("route add sink.test a:b")).contains("is no next hop");
        done("route remove *.sink.test");
    }

    private static void domain(String name) {
        done("domain add " + name);
        awaitDomain(name);
    }

    private static void awaitDomain(String name) {
        copied(() -> directory.current().ours(name).isPresent());
    }

    /** The node's copy of the directory is a message behind. */
    private static void copied(BooleanSupplier condition) {
        Await.until("the copy of the directory has it", Duration.ofSeconds(90), condition);
    }

    private static String done(String command) {
        return done(command, "");
    }

    private static String done(String command, String input) {
        AdminResult result = TestNode.await(admin.handle(List.of(command.split(" ")), input));
        assertThat(result.error()).isEmpty();
        assertThat(result.status()).isZero();
        return result.output();
    }

    private static String refused(String command) {
        return refused(command, "");
    }

    private static String refused(String command, String input) {
        AdminResult result = TestNode.await(admin.handle(List.of(command.split(" ")), input));
        assertThat(result.status()).isEqualTo(1);
        return result.error();
    }

    private static Routed.Deliver deliver(String address) {
        Routed routed = TestNode.await(routing.route(Address.parse(address).orElseThrow()));
        assertThat(routed).isInstanceOf(Routed.Deliver.class);
        return (Routed.Deliver) routed;
    }

    /** Accounts here, and addresses elsewhere. */
    private static List<String> ends(String address) {
        return deliver(address).legs().stream().map(leg -> leg.target() instanceof Target.LocalMailbox mailbox ? mailbox.account()
                : leg.forwardPath()).toList();
    }

    private static Optional<String> hop(String address) {
        return ((Target.Relay) deliver(address).legs().get(0).target()).nextHop();
    }

    private static String refusal(String address) {
        return refusal(TestNode.await(routing.route(Address.parse(address).orElseThrow())));
    }

    private static String refusal(Routed routed) {
        assertThat(routed).isInstanceOf(Routed.Refused.class);
        return ((Routed.Refused) routed).reply().toString();
    }
}
