package org.sterna.platform.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.config.SettingsException;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.destination.Limits;
import org.sterna.persistence.destination.Rate;

class RulesTest {
    @TempDir
    private Path folder;

    private Rules rules(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("sterna.conf"), text);
        SternaSettings settings = SternaSettings.load(Optional.of(file), List.of(), Optional.of(folder), OptionalInt.empty());
        return Rules.of(settings.destinations(), settings.relay().sources().pools());
    }

    @Test
    void withoutRulesTheDefaultsHold() throws IOException {
        DestinationRule rule = rules("").rule("example.com");
        assertThat(rule).isEqualTo(new DestinationRule(20, 100, List.of(), 100, Duration.ofSeconds(5), List.of(),
                new DestinationRule.Retry(Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(rules("").limits(new QuotaKey(QuotaKey.Kind.SOURCE, "192.0.2.1")))
                .isEqualTo(new Limits(1_000_000, List.of(), Duration.ofSeconds(5), Optional.empty()));
    }

    @Test
    void theFirstRuleThatFitsCounts() throws IOException {
        Rules rules = rules("""
                sterna.relay.sources.pools.bulk = ["192.0.2.1", "192.0.2.2"]
                sterna.destinations {
                  connections = 7, rates = ["3 connections per 10 s"]
                  rules = [
                    { match = ["example.com", "Mail.Example.NET"], connections = 2, rates = ["100 messages per 1 m"], sources = bulk, idle = 0 s }
                    { match = ["*.example.com"], messages-per-connection = 1, first-retry = 1 m, lifetime = 1 d, rates = [] }
                    { match = ["relay.test"], connections = 3 }
                    { match = [".test", "*"], recipients-per-message = 5 }
                  ]
                }
                """);
        assertThat(rules.rule("EXAMPLE.com")).satisfies(rule -> {
            assertThat(rule.connections()).isEqualTo(2);
            assertThat(rule.rates()).containsExactly(new DestinationRule.Rate(DestinationRule.Rate.What.MESSAGES, 100, Duration.ofMinutes(1)));
            assertThat(rule.sources()).containsExactly("192.0.2.1", "192.0.2.2");
            assertThat(rule.idle()).isZero();
        });
        assertThat(rules.rule("mail.example.net").connections()).isEqualTo(2);
        assertThat(rules.rule("a.b.example.com")).satisfies(rule -> {
            assertThat(rule.messagesPerConnection()).isEqualTo(1);
            assertThat(rule.connections()).as("a default").isEqualTo(7);
            assertThat(rule.rates()).isEmpty();
            assertThat(rule.retry()).isEqualTo(new DestinationRule.Retry(Optional.of(Duration.ofMinutes(1)), Optional.empty(), Optional.of(Duration.ofDays(1))));
        });
        assertThat(rules.rule("relay.test:2525").connections()).as("a next hop").isEqualTo(3);
        assertThat(rules.rule("example.org").recipientsPerMessage()).isEqualTo(5);
        assertThat(rules.limits(QuotaKey.parse("example.com")).rates()).containsExactly(new Rate(Rate.What.MESSAGES, 100, Duration.ofMinutes(1)));
        assertThat(rules.limits(QuotaKey.parse("example.com")).watch()).isPresent();
    }

    @Test
    void providersAndSourcesHaveLimitsOfTheirOwn() throws IOException {
        Rules rules = rules("""
                sterna.destinations.rules = [
                  { mx = ["*.google.com", "aspmx.example"], name = google, connections = 50 }
                  { mx = [".outlook.example"], name = outlook, rates = ["9 messages per 1 s"] }
                  { source = ["192.0.2.1", "2001:DB8::1"], rates = ["500 messages per 1 d"] }
                ]
                """);
        QuotaKey google = new QuotaKey(QuotaKey.Kind.PROVIDER, "google");
        assertThat(rules.providers(List.of("ALT1.google.com.", "aspmx.example", "mx.outlook.example", "mx.example.com")))
                .containsExactly(google, new QuotaKey(QuotaKey.Kind.PROVIDER, "outlook"));
        assertThat(rules.limits(google)).isEqualTo(new Limits(50, List.of(), Duration.ofSeconds(5), Optional.empty()));
        assertThat(rules.limits(new QuotaKey(QuotaKey.Kind.SOURCE, "2001:db8:0:0:0:0:0:1")).rates())
                .containsExactly(new Rate(Rate.What.MESSAGES, 500, Duration.ofDays(1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rules = [{ connections = 1 }]                                 | sterna.destinations.rules[0].match must be there",
        "rules = [{ match = [a.test], mx = [b.test] }]                 | sterna.destinations.rules[0].match must be there, or mx or source",
        "rules = [{ match = [\"a b\"] }]                               | sterna.destinations.rules[0].match must be a list of domains",
        "rules = [{ match = [a.test] }, { mx = [b.test] }]             | sterna.destinations.rules[1].name must be there, because mx is",
        "rules = [{ mx = [a], name = x }, { mx = [b], name = x }]      | sterna.destinations.rules[1].name must be different",
        "rules = [{ match = [a.test], connections = 0 }]               | sterna.destinations.rules[0].connections must be a whole number from 1",
        "rules = [{ match = [a.test], rates = [\"many per 1 s\"] }]    | sterna.destinations.rules[0].rates must be a list such as",
        "rules = [{ match = [a.test], rates = [\"5 messages per 2 d\"] }] | sterna.destinations.rules[0].rates must be a list such as",
        "rules = [{ match = [a.test], idle = soon }]                   | sterna.destinations.rules[0].idle must be a duration from 0 s",
        "rules = [{ match = [a.test], sources = none }]                | sterna.destinations.rules[0].sources must be a name in sterna.relay.sources.pools",
        "rules = [{ source = [here] }]                                 | sterna.destinations.rules[0].source must be a list of addresses",
        "rules = [{ source = [192.0.2.1], idle = 1 s }]                | sterna.destinations.rules[0].idle must be in a rule with match",
        "rules = [{ match = [a.test], conections = 1 }]                | sterna.destinations.rules[0].conections is no setting",
        "rates = [\"5 mesages per 1 s\"]                               | sterna.destinations.rates is",
        "longest-pause = 1 s                                           | sterna.destinations.longest-pause is"})
    void wrongSettingsAreNamed(String setting, String beginning) {
        assertThatThrownBy(() -> rules("sterna.destinations { " + setting + " }")).isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(beginning).hasMessageContaining("sterna.conf").hasMessageNotContaining("\n");
    }

    @Test
    void keysAreReadAsOperatorsWriteThem() {
        assertThat(QuotaKey.parse("Example.COM")).isEqualTo(new QuotaKey(QuotaKey.Kind.DESTINATION, "example.com"));
        for (QuotaKey.Kind kind : QuotaKey.Kind.values()) {
            QuotaKey key = new QuotaKey(kind, "x");
            assertThat(QuotaKey.parse(key.entityId())).isEqualTo(key);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> QuotaKey.parse("a b c"));
        assertThatIllegalArgumentException().isThrownBy(() -> QuotaKey.parse("host example.com"));
    }
}
