package org.sterna.platform.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.config.RoutingSettings;
import org.sterna.config.RoutingSettings.OverQuota;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.QuotaUsage;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.directory.DomainSettings.Recipients;
import org.sterna.persistence.queue.Target;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.Postmaster;

class RoutingTest {
    private static final Optional<String> NO_HOP = Optional.empty();

    private final InMemoryAddressBook book = new InMemoryAddressBook();
    private final List<String> verified = new ArrayList<>();
    private final Map<String, Long> used = new HashMap<>();
    private final List<String> measured = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private Verification verification = new Verification.Known();
    private Directory directory = Directory.EMPTY;
    private Optional<String> postmaster = Optional.empty();
    private OverQuota overQuota = OverQuota.DEFER;
    private Optional<Routing> routing = Optional.empty();

    RoutingTest() {
        domain("example.org", DomainSettings.LOCAL);
    }

    // Accounts and what divides them.

    @Test
    void anAccountIsFoundInAnyCase() {                                       // RFC 5321 section 2.4
        book.account("jones@example.org");
        assertThat(legs("Jones@EXAMPLE.org")).containsExactly(local("Jones@example.org", "jones@example.org"));
    }

    @Test
    void aDomainMayTellCasesApart() {
        domain("case.example", DomainSettings.LOCAL.withCaseSensitive(true));
        book.account("Jones@case.example");
        assertThat(legs("Jones@Case.Example")).containsExactly(local("Jones@case.example", "Jones@case.example"));
        assertThat(refusal("jones@case.example")).startsWith("550 5.1.1 ");
    }

    @Test
    void anUnknownAddressIsRefused() {
        assertThat(refusal("nobody@example.org")).startsWith("550 5.1.1 ");
    }

    @Test
    void anotherDomainIsLeftToTheCaller() {
        Address address = address("smith@example.com");
        assertThat(route(address)).isEqualTo(new Routed.External(address));
        assertThat(router().isOurs(address)).isFalse();
        assertThat(router().isOurs(address("x@example.org"))).isTrue();
    }

    @Test
    void aDetailIsTriedAsPartOfTheAddressFirst() {
        book.account("jones@example.org");
        book.account("jones+home@example.org");
        assertThat(legs("jones+home@example.org")).containsExactly(local("jones+home@example.org", "jones+home@example.org"));
        assertThat(legs("jones+a+b@example.org")).containsExactly(local("jones+a+b@example.org", "jones@example.org"));
        assertThat(refusal("+jones@example.org")).startsWith("550 5.1.1 ");
    }

    @Test
    void theSeparatorIsTheDomainsOwnAndMayBeNone() {
        domain("dash.example", DomainSettings.LOCAL.withSeparator(Optional.of("-")));
        domain("none.example", DomainSettings.LOCAL.withSeparator(Optional.of("")));
        book.account("jones@dash.example");
        book.account("jones@none.example");
        assertThat(legs("jones-x@dash.example")).containsExactly(local("jones-x@dash.example", "jones@dash.example"));
        assertThat(refusal("jones+x@dash.example")).startsWith("550 5.1.1 ");
        assertThat(refusal("jones+x@none.example")).startsWith("550 5.1.1 ");
    }

    @Test
    void aDomainAliasStandsForItsDomain() {
        happened(new DirectoryEvent.DomainAliasAdded("example.net", "example.org", Instant.EPOCH));
        book.account("jones@example.org");
        assertThat(legs("jones+x@Example.NET")).containsExactly(local("jones+x@example.org", "jones@example.org"));
        assertThat(router().isOurs(address("jones@example.net"))).isTrue();
    }

    @Test
    void theCatchAllGetsWhatIsForNobodyElse() {
        domain("all.example", DomainSettings.LOCAL.withCatchAll(Optional.of("jones@example.org")));
        book.account("jones@example.org");
        book.account("smith@all.example");
        assertThat(legs("smith@all.example")).containsExactly(local("smith@all.example", "smith@all.example"));
        assertThat(legs("whoever@all.example")).containsExactly(local("jones@example.org", "jones@example.org"));
    }

    @Test
    void aCatchAllThatIsGoneIsNobody() {
        domain("all.example", DomainSettings.LOCAL.withCatchAll(Optional.of("gone@all.example")));
        assertThat(refusal("whoever@all.example")).startsWith("550 5.1.1 ");
    }

    // Aliases.

    @Test
    void anAliasLeadsToManyHereAndElsewhere() {
        book.account("jones@example.org");
        book.account("smith@example.org");
        book.alias("team@example.org", "jones@example.org", "smith+team@example.org", "Brown@example.com");
        assertThat(legs("team+x@example.org")).containsExactly(local("jones@example.org", "jones@example.org"),
                local("smith+team@example.org", "smith@example.org"), relay("Brown@example.com", NO_HOP));
    }

    @Test
    void copiesThatComeByAListKnowItsOwner() {                              // RFC 5321 section 3.9.2
        book.account("jones@example.org");
        book.alias("all@example.org", "list@example.org", "jones@example.org");
        book.list("list@example.org", "boss@example.org", "a@example.com", "sub@example.org", "alias@example.org");
        book.list("sub@example.org", "Sub-Boss@example.net", "b@example.com");
        book.alias("alias@example.org", "c@example.com");
        assertThat(legs("list@example.org")).extracting(leg -> leg.forwardPath() + " " + leg.errorsTo().orElse("-")).containsExactlyInAnyOrder(
                "a@example.com boss@example.org", "b@example.com Sub-Boss@example.net", "c@example.com boss@example.org");
        assertThat(legs("all@example.org")).contains(local("jones@example.org", "jones@example.org")).hasSize(4);
    }

    @Test
    void copiesForTheSameMailboxAreOne() {
        book.account("jones@example.org");
        book.alias("a@example.org", "b@example.org", "jones@example.org", "jones+x@example.org", "brown@example.com");
        book.alias("b@example.org", "jones@example.org", "c@example.org");
        book.alias("c@example.org", "brown@example.com");
        assertThat(legs("a@example.org")).containsExactly(local("jones@example.org", "jones@example.org"), relay("brown@example.com", NO_HOP));
    }

    @Test
    void aLoopIsRefused() {                                                   // RFC 3463 section 3.5, X.4.6
        book.account("jones@example.org");
        book.alias("a@example.org", "b@example.org", "jones@example.org");
        book.alias("b@example.org", "A+x@example.org", "c@example.org");
        book.alias("c@example.org", "b@example.org");
        assertThat(refusal("a@example.org")).startsWith("550 5.4.6 ");
    }

    @Test
    void aliasesBehindOneAnotherHaveALimit() {
        book.account("a10@example.org");
        IntStream.range(0, 10).forEach(i -> book.alias("a" + i + "@example.org", "a" + (i + 1) + "@example.org"));
        book.alias("a-1@example.org", "a0@example.org");
        assertThat(legs("a0@example.org")).hasSize(1);
        assertThat(refusal("a-1@example.org")).startsWith("550 5.4.6 ");
    }

    @Test
    void targetsHaveALimit() {                                                // RFC 3463 section 3.3, X.2.4
        book.alias("few@example.org", IntStream.range(0, 20).mapToObj(i -> i + "@example.com").toArray(String[]::new));
        book.alias("many@example.org", "few@example.org", "one@example.com");
        assertThat(legs("few@example.org")).hasSize(20);
        assertThat(refusal("many@example.org")).startsWith("550 5.2.4 ");
    }

    @Test
    void aTargetThatIsGoneCostsTheOthersNothing() {
        book.account("jones@example.org");
        book.alias("team@example.org", "gone@example.org", "jones@example.org");
        book.alias("empty@example.org", "gone@example.org");
        assertThat(legs("team@example.org")).containsExactly(local("jones@example.org", "jones@example.org"));
        assertThat(refusal("empty@example.org")).startsWith("550 5.1.1 ");
    }

    // Relay domains.

    @Test
    void aRelayDomainMayTakeEveryRecipient() {
        domain("backup.example", DomainSettings.relay(Recipients.ALL, Optional.of("hub:2525")));
        domain("mx.example", DomainSettings.relay(Recipients.ALL, NO_HOP));
        assertThat(legs("Any+x@backup.example")).containsExactly(relay("Any+x@backup.example", Optional.of("hub:2525")));
        assertThat(legs("any@mx.example")).containsExactly(relay("any@mx.example", NO_HOP));
    }

    @Test
    void aRelayDomainMayTakeOnlyThoseThatAreListed() {
        domain("farm.example", DomainSettings.relay(Recipients.LISTED, Optional.of("hub")));
        book.relayed("usera@farm.example", Optional.of("server1"));
        book.relayed("userb@farm.example", NO_HOP);
        book.alias("team@farm.example", "userA@farm.example", "userC@farm.example");
        assertThat(legs("userA@farm.example")).containsExactly(relay("userA@farm.example", Optional.of("server1")));
        assertThat(legs("userB+x@farm.example")).containsExactly(relay("userB+x@farm.example", Optional.of("hub")));
        assertThat(legs("team@farm.example")).containsExactly(relay("userA@farm.example", Optional.of("server1")));
        assertThat(refusal("userC@farm.example")).startsWith("550 5.1.1 ");
        assertThat(legs("postmaster@farm.example")).containsExactly(relay("postmaster@farm.example", Optional.of("hub")));
    }

    @Test
    void aRecipientOfALocalDomainMayBeElsewhere() {
        book.relayed("moved@example.org", Optional.of("old-server:25"));
        assertThat(legs("moved@example.org")).containsExactly(relay("moved@example.org", Optional.of("old-server:25")));
    }

    @Test
    void theNextHopIsAskedOnceAndItsAnswerRemembered() {
        domain("ask.example", DomainSettings.relay(Recipients.VERIFY, Optional.of("hub")));
        assertThat(legs("a@ask.example")).containsExactly(relay("a@ask.example", Optional.of("hub")));
        verification = new Verification.Rejected();
        assertThat(refusal("b@ask.example")).startsWith("550 5.1.1 ");
        assertThat(refusal("b@ask.example")).startsWith("550 5.1.1 ");
        assertThat(legs("a@ask.example")).hasSize(1);
        assertThat(verified).containsExactly("a@ask.example hub", "b@ask.example hub");
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());                   // the refusal is forgotten, the other one not yet
        verification = new Verification.Known();
        assertThat(legs("b@ask.example")).hasSize(1);
        assertThat(legs("a@ask.example")).hasSize(1);
        assertThat(verified).hasSize(3);
    }

    @Test
    void aNextHopThatCannotBeAskedPutsOff() {
        domain("ask.example", DomainSettings.relay(Recipients.VERIFY, NO_HOP));
        book.account("jones@example.org");
        book.alias("team@example.org", "jones@example.org", "a@ask.example");
        verification = new Verification.Unavailable("no route to host");
        assertThat(refusal("a@ask.example")).startsWith("450 4.1.1 ");
        assertThat(refusal("team@example.org")).startsWith("450 4.1.1 ");
        verification = new Verification.Known();                             // not remembered
        assertThat(legs("team@example.org")).hasSize(2);
    }

    // The postmaster (RFC 5321 section 4.5.1), and complaints (RFC 2142 section 4).

    @ParameterizedTest
    @ValueSource(strings = {"postmaster@example.org", "PostMaster@example.org", "abuse@example.org"})
    void reservedNamesFindTheirOwnAccountFirst(String address) {
        postmaster = Optional.of("smith@example.com");
        book.account("jones@example.org");
        book.account(address.toLowerCase(Locale.ROOT));
        assertThat(legs(address)).containsExactly(local(address, address.toLowerCase(Locale.ROOT)));
    }

    @Test
    void thenTheConfiguredPostmaster() {
        postmaster = Optional.of("smith@example.com");
        book.account("jones@example.org");
        domain("all.example", DomainSettings.LOCAL.withCatchAll(Optional.of("jones@example.org")));
        assertThat(legs("abuse@example.org")).containsExactly(relay("smith@example.com", NO_HOP));
        assertThat(legs("postmaster@all.example")).containsExactly(relay("smith@example.com", NO_HOP));
        assertThat(deliver(route(Postmaster.POSTMASTER))).containsExactly(relay("smith@example.com", NO_HOP));
    }

    @Test
    void thenAnyPostmasterOfOurDomainsThenAnyAccount() {
        postmaster = Optional.of("gone@example.org");
        book.account("jones@example.org");
        assertThat(legs("abuse@example.org")).containsExactly(local("jones@example.org", "jones@example.org"));
        domain("other.example", DomainSettings.LOCAL);
        book.alias("postmaster@other.example", "jones+postmaster@example.org");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(legs("abuse@example.org")).containsExactly(local("jones+postmaster@example.org", "jones@example.org"));
        assertThat(deliver(route(Postmaster.POSTMASTER))).hasSize(1);
    }

    @Test
    void theConfiguredPostmasterMayBeBehindARelay() {
        postmaster = Optional.of("pm@farm.example");
        domain("farm.example", DomainSettings.relay(Recipients.ALL, Optional.of("hub")));
        assertThat(legs("postmaster@example.org")).containsExactly(relay("pm@farm.example", Optional.of("hub")));
    }

    @Test
    void withoutAnyAccountThePostmastersMailWaits() {
        assertThat(refusal("postmaster@example.org")).startsWith("450 4.2.1 ");
        assertThat(refusal(route(Postmaster.POSTMASTER))).startsWith("450 4.2.1 ");
    }

    // Quotas.

    @Test
    void aFullMailboxPutsOffOrRefuses() {
        book.account("jones@example.org", 1_000);
        used.put("jones@example.org", 1_000L);
        assertThat(refusal("jones@example.org")).startsWith("452 4.2.2 ");
        overQuota = OverQuota.REJECT;
        routing = Optional.empty();
        assertThat(refusal("jones@example.org")).startsWith("552 5.2.2 ");
    }

    @Test
    void theDeclaredSizeCounts() {                                            // RFC 1870 section 6.1
        book.account("jones@example.org", 1_000);
        used.put("jones@example.org", 900L);
        assertThat(route(address("jones@example.org"), OptionalLong.of(100))).isInstanceOf(Routed.Deliver.class);
        assertThat(refusal(route(address("jones@example.org"), OptionalLong.of(101)))).startsWith("452 4.2.2 ");
        assertThat(route(address("jones@example.org"))).isInstanceOf(Routed.Deliver.class);
        assertThat(refusal(route(address("jones@example.org"), OptionalLong.of(Long.MAX_VALUE)))).startsWith("452 4.2.2 ");
        assertThat(measured).containsExactly("jones@example.org");
    }

    @Test
    void theUseIsMeasuredAgainAfterAWhile() {
        book.account("jones@example.org", 1_000);
        assertThat(legs("jones@example.org")).hasSize(1);
        used.put("jones@example.org", 2_000L);
        assertThat(legs("jones@example.org")).hasSize(1);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(refusal("jones@example.org")).startsWith("452 4.2.2 ");
    }

    @Test
    void anAccountWithoutQuotaIsNotMeasured() {
        book.account("jones@example.org");
        assertThat(legs("jones@example.org")).hasSize(1);
        assertThat(measured).isEmpty();
    }

    @Test
    void aFullMailboxBesideOthersHoldsNobodyUp() {
        book.account("full@example.org", 10);
        book.account("empty@example.org", 10);
        book.alias("team@example.org", "full@example.org", "empty@example.org");
        book.alias("other@example.org", "full@example.org", "smith@example.com");
        used.put("full@example.org", 10L);
        assertThat(legs("team@example.org")).hasSize(2);
        assertThat(legs("other@example.org")).hasSize(2);
        used.put("empty@example.org", 10L);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(refusal("team@example.org")).startsWith("452 4.2.2 ");
    }

    // Outages.

    @Test
    void anOutageIsAReply() {
        book.account("jones@example.org", 10);
        used.put("jones@example.org", -1L);
        assertThat(refusal("jones@example.org")).startsWith("451 4.3.0 ");
        book.fail();
        assertThat(refusal("jones@example.org")).startsWith("451 4.3.0 ");
        assertThat(refusal(route(Postmaster.POSTMASTER))).startsWith("451 4.3.0 ");
    }

    private void domain(String name, DomainSettings settings) {
        happened(new DirectoryEvent.DomainAdded(name, settings, Instant.EPOCH));
    }

    private void happened(DirectoryEvent event) {
        directory = directory.evolve(event);
    }

    private Routing router() {
        if (routing.isEmpty()) {
            RoutingSettings settings = new RoutingSettings("+", 10, 20, 0, Duration.ZERO, Duration.ofSeconds(1), 100, Duration.ofHours(1),
                    Duration.ofMinutes(5), Duration.ofSeconds(5), postmaster, overQuota);
            routing = Optional.of(new Routing(book, () -> directory, (recipient, nextHop) -> {
                verified.add(recipient + nextHop.map(hop -> " " + hop).orElse(""));
                return CompletableFuture.completedFuture(verification);
            }, account -> {
                measured.add(account);
                long octets = used.getOrDefault(account, 0L);
                return octets < 0 ? CompletableFuture.failedFuture(new IllegalStateException("the mailbox does not answer"))
                        : CompletableFuture.completedFuture(new QuotaUsage(octets, 1, 1, 0));
            }, QuotaLimits.NONE, settings, nanos::get));
        }
        return routing.get();
    }

    private Routed route(ForwardPath path) {
        return router().route(path).toCompletableFuture().join();
    }

    private Routed route(Address address, OptionalLong size) {
        return router().route(address, size).toCompletableFuture().join();
    }

    private List<Leg> legs(String address) {
        return deliver(route(address(address)));
    }

    private static List<Leg> deliver(Routed routed) {
        assertThat(routed).isInstanceOf(Routed.Deliver.class);
        return ((Routed.Deliver) routed).legs();
    }

    private String refusal(String address) {
        return refusal(route(address(address)));
    }

    private static String refusal(Routed routed) {
        assertThat(routed).isInstanceOf(Routed.Refused.class);
        return ((Routed.Refused) routed).reply().toString();
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static Leg local(String forwardPath, String account) {
        return new Leg(forwardPath, new Target.LocalMailbox(account, InMemoryAddressBook.inbox(account)));
    }

    private Leg relay(String forwardPath, Optional<String> nextHop) {
        String domain = forwardPath.substring(forwardPath.indexOf('@') + 1);
        return new Leg(forwardPath, new Target.Relay(domain, nextHop, directory.ours(domain).isEmpty()));
    }
}
