package org.sterna.persistence.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.Address;

class DirectoryTest {
    private static final Instant NOW = Instant.EPOCH;
    private Directory directory = Directory.EMPTY;

    @Test
    void whatHoldsAlreadyIsNoEvent() {
        List<DirectoryEvent> wanted = List.of(new DirectoryEvent.DomainAdded("example.org", NOW),
                new DirectoryEvent.RouteAdded("*", "hub", NOW), new DirectoryEvent.RouteRemoved("*", NOW),
                new DirectoryEvent.DomainRemoved("example.org", NOW));
        for (DirectoryEvent event : wanted) {
            assertThat(directory.decide(event)).containsExactly(event);
            directory = directory.evolve(event);
            assertThat(directory.decide(event)).isEmpty();
        }
        assertThat(directory.events()).isEqualTo(4);
        assertThat(directory.domains()).isEmpty();
        assertThat(directory.routes()).isEmpty();
    }

    @Test
    void closestRouteWins() {
        route("*", "hub:25");
        route("*.example.org", "below:25");
        route("*.deep.example.org", "deeper:25");
        route("example.org", "exact:2526");
        assertThat(directory.route("example.org")).contains("exact:2526");
        assertThat(directory.route("a.example.org")).contains("below:25");
        assertThat(directory.route("deep.example.org")).contains("below:25");
        assertThat(directory.route("a.b.deep.example.org")).contains("deeper:25");
        assertThat(directory.route("badexample.org")).contains("hub:25");
        assertThat(directory.route("localhost")).contains("hub:25");
        assertThat(Directory.EMPTY.route("example.org")).isEmpty();
    }

    @Test
    void routeIsReplaced() {
        route("example.org", "one");
        route("example.org", "two");
        assertThat(directory.route("example.org")).contains("two");
    }

    @Test
    void aDomainHasSettings() {
        DomainSettings relay = DomainSettings.relay(DomainSettings.Recipients.ALL, Optional.of("hub:25"));
        happened(new DirectoryEvent.DomainAdded("example.org", relay, NOW));
        assertThat(directory.settings()).containsEntry("example.org", relay);
        DomainSettings changed = relay.withRecipients(DomainSettings.Recipients.VERIFY).withNextHop(Optional.empty())
                .withCatchAll(Optional.of("a@b")).withSeparator(Optional.of("")).withCaseSensitive(true);
        happened(new DirectoryEvent.DomainChanged("example.org", changed, NOW));
        assertThat(directory.settings()).containsEntry("example.org", changed);
        assertThat(directory.decide(new DirectoryEvent.DomainChanged("example.org", changed, NOW))).isEmpty();
        assertThat(directory.domains()).containsExactly("example.org");
    }

    @Test
    void aDomainAliasStandsForItsDomain() {
        happened(new DirectoryEvent.DomainAdded("example.org", NOW));
        happened(new DirectoryEvent.DomainAliasAdded("example.net", "example.org", NOW));
        assertThat(directory.ours("example.net")).contains("example.org");
        assertThat(directory.ours("example.org")).contains("example.org");
        assertThat(directory.ours("example.com")).isEmpty();
        assertThat(directory.canonical(address("Jones@example.net"))).contains(address("Jones@example.org"));
        assertThat(directory.canonical(address("Jones@example.com"))).contains(address("Jones@example.com"));
        happened(new DirectoryEvent.DomainAliasRemoved("example.net", NOW));
        assertThat(directory.ours("example.net")).isEmpty();
    }

    @Test
    void anAddressThatWouldBeTooLongInItsDomainIsNone() {                  // RFC 5321 section 4.5.3.1.3
        String domain = "d".repeat(60) + "." + "d".repeat(60) + "." + "d".repeat(60) + "." + "d".repeat(50);
        happened(new DirectoryEvent.DomainAdded(domain, NOW));
        happened(new DirectoryEvent.DomainAliasAdded("short.example", domain, NOW));
        assertThat(directory.canonical(address("j".repeat(60) + "@short.example"))).isEmpty();
    }

    @Test
    void addressesAreStoredInLowerCaseUnlessTheirDomainTellsCasesApart() { // RFC 5321 section 2.4
        happened(new DirectoryEvent.DomainAdded("example.org", NOW));
        happened(new DirectoryEvent.DomainAdded("case.example", DomainSettings.LOCAL.withCaseSensitive(true), NOW));
        happened(new DirectoryEvent.DomainAliasAdded("alias.example", "case.example", NOW));
        assertThat(directory.key(address("Jones@Example.ORG"))).isEqualTo("jones@example.org");
        assertThat(directory.key(address("Jones@Case.Example"))).isEqualTo("Jones@case.example");
        assertThat(directory.key(address("Jones@alias.example"))).isEqualTo("Jones@case.example");
        assertThat(directory.key(address("\"A b\"@example.org"))).isEqualTo("\"a b\"@example.org");
    }

    @Test
    void whatMustNotBeIsToldAndNotDone() {
        happened(new DirectoryEvent.DomainAdded("example.org", NOW));
        happened(new DirectoryEvent.DomainAdded("other.example", NOW));
        happened(new DirectoryEvent.DomainAliasAdded("example.net", "example.org", NOW));
        DomainSettings relay = DomainSettings.relay(DomainSettings.Recipients.ALL, Optional.empty());
        Map<DirectoryEvent, String> forbidden = Map.of(
                new DirectoryEvent.DomainAdded("example.net", NOW), "is an alias of example.org",
                new DirectoryEvent.DomainAdded("example.org", relay, NOW), "use ./sterna domain set",
                new DirectoryEvent.DomainChanged("example.com", relay, NOW), "no domain of ours",
                new DirectoryEvent.DomainRemoved("example.org", NOW), "has the alias example.net",
                new DirectoryEvent.DomainAliasAdded("other.example", "example.org", NOW), "a domain of its own",
                new DirectoryEvent.DomainAliasAdded("a.example", "example.net", NOW), "an alias itself",
                new DirectoryEvent.DomainAliasAdded("a.example", "example.com", NOW), "no domain of ours");
        forbidden.forEach((event, words) -> {
            assertThat(directory.objection(event).orElseThrow()).contains(words);
            assertThat(directory.decide(event)).isEmpty();
        });
        assertThat(directory.objection(new DirectoryEvent.DomainAdded("example.org", NOW))).isEmpty();
    }

    @Test
    void whoAskedIsWrittenDownAndChangesNothing() {
        happened(new DirectoryEvent.DomainAdded("example.org", NOW));
        DirectoryEvent.ChangedBy by = new DirectoryEvent.ChangedBy("root", NOW);
        Directory next = directory.evolve(by);
        assertThat(next).isEqualTo(new Directory(directory.settings(), directory.aliases(), directory.routes(), directory.keys(), directory.events() + 1));
        assertThat(directory.decide(by)).as("nobody wants that alone").isEmpty();
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private void happened(DirectoryEvent event) {
        assertThat(directory.decide(event)).containsExactly(event);
        directory = directory.evolve(event);
    }

    private void route(String pattern, String hop) {
        directory = directory.evolve(new DirectoryEvent.RouteAdded(pattern, hop, NOW));
    }

    @Test
    void aNewKeyTakesTheOldOnesPlaceWhenItIsActivated() {
        Instant later = NOW.plusSeconds(60);
        Directory directory = Directory.EMPTY.evolve(new DirectoryEvent.DomainAdded("example.org", NOW));
        for (String selector : List.of("r1", "e1", "r2")) {
            DirectoryEvent made = new DirectoryEvent.SigningKeyAdded("example.org", selector, selector.startsWith("r") ? "rsa-sha256" : "ed25519-sha256", "c2VhbGVk", "v=DKIM1", NOW);
            assertThat(directory.decide(made)).containsExactly(made);
            directory = directory.evolve(made);
            assertThat(directory.decide(made)).isEmpty();
        }
        directory = directory.evolve(new DirectoryEvent.SigningKeyActivated("example.org", "r1", NOW)).evolve(new DirectoryEvent.SigningKeyActivated("example.org", "e1", NOW))
                .evolve(new DirectoryEvent.SigningKeyActivated("example.org", "r2", later));

        assertThat(directory.keys("example.org")).extracting(DomainKey::state).containsExactly(DomainKey.State.RETIRED, DomainKey.State.ACTIVE, DomainKey.State.ACTIVE);
        assertThat(directory.keys("example.org")).extracting(DomainKey::since).containsExactly(later, NOW, later);
        assertThat(directory.objection(new DirectoryEvent.SigningKeyActivated("example.org", "r1", later))).isPresent();
        assertThat(directory.objection(new DirectoryEvent.SigningKeyActivated("example.org", "x", later))).isPresent();
        assertThat(directory.objection(new DirectoryEvent.SigningKeyAdded("example.com", "r1", "rsa-sha256", "", "", later))).isPresent();
        assertThat(directory.evolve(new DirectoryEvent.SigningKeyRemoved("example.org", "r1", later)).keys("example.org")).hasSize(2);
        assertThat(directory.evolve(new DirectoryEvent.DomainRemoved("example.org", later)).keys("example.org")).isEmpty();
    }

    @Test
    void aDomainHasSoManyKeysAndNoMore() {
        Directory directory = Directory.EMPTY.evolve(new DirectoryEvent.DomainAdded("example.org", NOW));
        for (int number = 0; number < Directory.MOST_KEYS; number++) {
            DirectoryEvent made = key("r" + number);
            assertThat(directory.objection(made)).isEmpty();
            directory = directory.evolve(made);
        }
        assertThat(directory.objection(key("one-more")).orElseThrow()).contains("20 keys");
        assertThat(directory.decide(key("one-more"))).isEmpty();
        assertThat(directory.evolve(new DirectoryEvent.SigningKeyRemoved("example.org", "r0", NOW)).objection(key("one-more"))).isEmpty();
    }

    private static DirectoryEvent key(String selector) {
        return new DirectoryEvent.SigningKeyAdded("example.org", selector, "rsa-sha256", "c2VhbGVk", "v=DKIM1", NOW);
    }
}
