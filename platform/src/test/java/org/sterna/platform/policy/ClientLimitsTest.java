package org.sterna.platform.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sterna.platform.policy.Example.account;
import static org.sterna.platform.policy.Example.auth;
import static org.sterna.platform.policy.Example.client;
import static org.sterna.platform.policy.Example.connected;
import static org.sterna.platform.policy.Example.mail;
import static org.sterna.platform.policy.Example.rcpt;
import static org.sterna.platform.policy.Example.to;
import static org.sterna.platform.policy.Example.trusted;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.platform.SteppedClock;

/** Every limit, with its words. */
class ClientLimitsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final SteppedClock clock = new SteppedClock();

    @Test
    void newConnections() {
        ClientLimits limits = limits("network.connections=reject 2 in 1 m");
        connect(limits, "192.0.2.1", 2);
        assertThat(ask(limits, connected(client("192.0.2.1")))).isEqualTo("pass");
        connect(limits, "192.0.2.1", 1);
        assertThat(ask(limits, connected(client("192.0.2.1"))))
                .isEqualTo("421 4.7.0 Too many connections from 192.0.2.1 (limit 2 in 1 m), try again later");
        assertThat(Example.now(limits, connected(client("192.0.2.1")))).isInstanceOfSatisfying(Verdict.Refuse.class, refusal -> {
            assertThat(refusal.rule()).isEqualTo("limits.network.connections");
            assertThat(refusal.closeConnection()).isTrue();
        });
        assertThat(ask(limits, connected(client("192.0.2.2")))).as("another network").isEqualTo("pass");
        clock.step(MINUTE.multipliedBy(2));
        assertThat(ask(limits, connected(client("192.0.2.1")))).isEqualTo("pass");
    }

    @Test
    void openConnections() {
        ClientLimits limits = limits("network.concurrent-connections=reject 2", "ipv4-prefix=24");
        connect(limits, "192.0.2.1", 1);
        connect(limits, "192.0.2.2", 1);
        assertThat(ask(limits, connected(client("192.0.2.2")))).isEqualTo("pass");
        connect(limits, "192.0.2.3", 1);
        assertThat(ask(limits, connected(client("192.0.2.3"))))
                .isEqualTo("421 4.7.0 Too many connections from 192.0.2.0/24 (limit 2), try again later");
        clock.step(Duration.ofDays(1));
        assertThat(ask(limits, connected(client("192.0.2.3")))).as("time changes nothing").startsWith("421");
        limits.closed(client("192.0.2.1"));
        assertThat(ask(limits, connected(client("192.0.2.3")))).isEqualTo("pass");
        limits.closed(client("192.0.2.2"));
        limits.closed(client("192.0.2.3"));
        limits.closed(client("192.0.2.3"));
        connect(limits, "192.0.2.3", 2);
        assertThat(ask(limits, connected(client("192.0.2.3")))).as("never below nothing").isEqualTo("pass");
    }

    @Test
    void anIpv6NetworkIsOneClient() {
        ClientLimits limits = limits("network.concurrent-connections=reject 1");
        connect(limits, "2001:db8:1:2::1", 1);
        connect(limits, "2001:db8:1:2:ffff::1", 1);
        assertThat(ask(limits, connected(client("2001:db8:1:2::3"))))
                .isEqualTo("421 4.7.0 Too many connections from 2001:db8:1:2:0:0:0:0/64 (limit 1), try again later");
        assertThat(ask(limits, connected(client("2001:db8:1:3::1")))).isEqualTo("pass");
    }

    @Test
    void messagesOfANetwork() {
        ClientLimits limits = limits("network.messages=reject 2 in 1 h");
        assertThat(ask(limits, mail(client("192.0.2.1")))).isEqualTo("pass");
        limits.messageAccepted(client("192.0.2.1"), List.of(to("jones@example.org")));
        assertThat(ask(limits, mail(client("192.0.2.1")))).isEqualTo("pass");
        limits.messageAccepted(client("192.0.2.1"), List.of(to("jones@example.org")));
        assertThat(ask(limits, mail(client("192.0.2.1"))))
                .isEqualTo("450 4.7.1 Too many messages from 192.0.2.1 (limit 2 in 1 h), try again later");
        assertThat(ask(limits, mail(client("192.0.2.2")))).isEqualTo("pass");
        clock.step(Duration.ofMinutes(59));
        assertThat(ask(limits, mail(client("192.0.2.1")))).startsWith("450");
        clock.step(Duration.ofMinutes(40));
        assertThat(ask(limits, mail(client("192.0.2.1")))).as("half of the window before is over").isEqualTo("pass");
    }

    @Test
    void recipientsOfANetwork() {
        ClientLimits limits = limits("network.recipients=reject 1 in 1 h");
        limits.recipientAccepted(client("192.0.2.1"), to("jones@example.org"));
        assertThat(ask(limits, rcpt(client("192.0.2.1"), "brown@example.com")))
                .isEqualTo("450 4.7.1 Too many recipients from 192.0.2.1 (limit 1 in 1 h), try again later");
        assertThat(ask(limits, mail(client("192.0.2.1")))).isEqualTo("pass");
        clock.step(Duration.ofHours(2));
        assertThat(ask(limits, rcpt(client("192.0.2.1"), "brown@example.com"))).isEqualTo("pass");
    }

    @Test
    void unknownRecipientsOfANetwork() {
        ClientLimits limits = limits("network.unknown-recipients=reject 2 in 10 m");
        limits.recipientUnknown(client("192.0.2.1"), to("a@example.org"));
        assertThat(ask(limits, rcpt(client("192.0.2.1"), "jones@example.org"))).isEqualTo("pass");
        limits.recipientUnknown(client("192.0.2.1"), to("b@example.com"));
        assertThat(ask(limits, rcpt(client("192.0.2.1"), "jones@example.org")))
                .isEqualTo("450 4.7.1 Too many unknown recipients from 192.0.2.1 (limit 2 in 10 m), try again later");
        clock.step(MINUTE.multipliedBy(20));
        assertThat(ask(limits, rcpt(client("192.0.2.1"), "jones@example.org"))).isEqualTo("pass");
    }

    @Test
    void failedLoginsOfANetworkRefuseTheNextLoginAndTheNextConnection() {
        ClientLimits limits = limits("network.failed-logins=reject 2 in 10 m");
        limits.authFailed(client("192.0.2.1"), "jones@example.org");
        assertThat(ask(limits, auth(client("192.0.2.1"), "jones@example.org"))).isEqualTo("pass");
        limits.authFailed(client("192.0.2.1"), "brown@example.org");
        String refusal = "421 4.7.0 Too many failed logins from 192.0.2.1 (limit 2 in 10 m), try again later";
        assertThat(ask(limits, auth(client("192.0.2.1"), "brown@example.org"))).isEqualTo(refusal);
        assertThat(ask(limits, connected(client("192.0.2.1")))).isEqualTo(refusal);
        assertThat(ask(limits, auth(client("192.0.2.2"), "brown@example.org"))).isEqualTo("pass");
        clock.step(MINUTE.multipliedBy(9));
        assertThat(ask(limits, connected(client("192.0.2.1")))).isEqualTo(refusal);
        clock.step(MINUTE.multipliedBy(11));
        assertThat(ask(limits, connected(client("192.0.2.1")))).isEqualTo("pass");
        assertThat(ask(limits, auth(client("192.0.2.1"), "brown@example.org"))).isEqualTo("pass");
    }

    @Test
    void messagesOfAnAccountFromAnywhere() {
        ClientLimits limits = limits("account.messages=reject 2 in 1 h");
        limits.messageAccepted(account("192.0.2.1", "jones@example.org"), List.of(to("a@example.com")));
        limits.messageAccepted(account("198.51.100.1", "jones@example.org"), List.of(to("a@example.com")));
        assertThat(ask(limits, mail(account("203.0.113.1", "jones@example.org"))))
                .isEqualTo("450 4.7.1 Too many messages of account jones@example.org (limit 2 in 1 h), try again later");
        assertThat(ask(limits, mail(account("203.0.113.1", "brown@example.org")))).isEqualTo("pass");
        assertThat(ask(limits, mail(client("192.0.2.1")))).isEqualTo("pass");
        clock.step(Duration.ofHours(2));
        assertThat(ask(limits, mail(account("203.0.113.1", "jones@example.org")))).isEqualTo("pass");
    }

    @Test
    void recipientsOfAnAccount() {
        ClientLimits limits = limits("account.recipients=reject 1 in 1 h");
        limits.recipientAccepted(account("192.0.2.1", "jones@example.org"), to("a@example.com"));
        assertThat(ask(limits, rcpt(account("203.0.113.1", "jones@example.org"), "b@example.com")))
                .isEqualTo("450 4.7.1 Too many recipients of account jones@example.org (limit 1 in 1 h), try again later");
        clock.step(Duration.ofHours(2));
        assertThat(ask(limits, rcpt(account("203.0.113.1", "jones@example.org"), "b@example.com"))).isEqualTo("pass");
    }

    @Test
    void failedLoginsToAnAccountFromAnywhere() {
        ClientLimits limits = limits("account.failed-logins=reject 1 in 10 m");
        limits.authFailed(client("192.0.2.1"), "Jones@example.org");
        assertThat(ask(limits, auth(client("198.51.100.1"), "jones@example.org")))
                .isEqualTo("421 4.7.0 Too many failed logins of account jones@example.org (limit 1 in 10 m), try again later");
        assertThat(ask(limits, connected(client("192.0.2.1")))).isEqualTo("pass");
        clock.step(MINUTE.multipliedBy(20));
        assertThat(ask(limits, auth(client("198.51.100.1"), "jones@example.org"))).isEqualTo("pass");
    }

    @Test
    void aNameThatIsNoTextIsSaidAsText() {
        ClientLimits limits = limits("account.failed-logins=reject 1 in 10 m");
        String name = "j\u00f6nes\r\n" + "x".repeat(10_000);
        limits.authFailed(client("192.0.2.1"), name);
        assertThat(ask(limits, auth(client("192.0.2.1"), name))).startsWith("421 4.7.0 Too many failed logins of account j?nes??xxx")
                .hasSizeLessThan(250);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "recipient-domain.messages           | 450 4.7.1 Too many messages for domain example.org (limit 2 in 1 h), try again later",
        "recipient-domain.recipients         | 450 4.7.1 Too many recipients for domain example.org (limit 2 in 1 h), try again later",
        "recipient-domain.unknown-recipients | 450 4.7.1 Too many unknown recipients for domain example.org (limit 2 in 1 h), try again later"})
    void recipientDomains(String limit, String reply) {
        ClientLimits limits = limits(limit + "=reject 2 in 1 h");
        for (String address : List.of("192.0.2.1", "198.51.100.1")) {
            assertThat(ask(limits, rcpt(client("203.0.113.1"), "jones@example.org"))).isEqualTo("pass");
            limits.recipientAccepted(client(address), to("jones@EXAMPLE.org"));
            limits.recipientUnknown(client(address), to("brown@example.org"));
            limits.messageAccepted(client(address), List.of(to("jones@example.org"), to("smith@example.org")));
        }
        assertThat(ask(limits, rcpt(client("203.0.113.1"), "smith@example.org"))).isEqualTo(reply);
        assertThat(ask(limits, rcpt(client("203.0.113.1"), "smith@example.com"))).isEqualTo("pass");
        assertThat(ask(limits, rcpt(client("203.0.113.1"), "postmaster"))).isEqualTo("pass");
        clock.step(Duration.ofHours(2));
        assertThat(ask(limits, rcpt(client("203.0.113.1"), "smith@example.org"))).isEqualTo("pass");
    }

    @Test
    void aLimitMayOnlyTag() {
        ClientLimits limits = limits("network.messages=tag 1 in 1 h", "account.messages=reject 2 in 1 h");
        Client client = account("192.0.2.1", "jones@example.org");
        limits.messageAccepted(client, List.of(to("a@example.com")));
        assertThat(Example.now(limits, mail(client))).isEqualTo(
                new Verdict.Tag("limits.network.messages", "Too many messages from 192.0.2.1 (limit 1 in 1 h)"));
        limits.messageAccepted(client, List.of(to("a@example.com")));
        assertThat(ask(limits, mail(client))).as("a refusal wins over a tag").startsWith("450 4.7.1 Too many messages of account");
    }

    @Test
    void trustedClientsAreNeitherCountedNorLimited() {
        ClientLimits limits = limits("network.messages=reject 1 in 1 h", "network.concurrent-connections=reject 1");
        for (int times = 0; times < 3; times++) {
            limits.opened(trusted("192.0.2.1"));
            limits.messageAccepted(trusted("192.0.2.1"), List.of(to("a@example.com")));
        }
        assertThat(ask(limits, connected(trusted("192.0.2.1")))).isEqualTo("pass");
        assertThat(ask(limits, mail(trusted("192.0.2.1")))).isEqualTo("pass");
        assertThat(ask(limits, mail(client("192.0.2.1")))).as("not counted").isEqualTo("pass");
    }

    @Test
    void allAreOffAtOnce() {
        ClientLimits limits = new ClientLimits(Example.settings("sterna.limits.enabled=false", "sterna.limits.network.messages=reject 1 in 1 h",
                "sterna.limits.network.concurrent-connections=reject 1").limits(), clock);
        connect(limits, "127.0.0.1", 10);
        limits.messageAccepted(client("127.0.0.1"), List.of(to("a@example.com")));
        assertThat(ask(limits, connected(client("127.0.0.1")))).isEqualTo("pass");
        assertThat(ask(limits, mail(client("127.0.0.1")))).isEqualTo("pass");
    }

    @Test
    void theDefaultsLetABusyNetworkWork() {
        ClientLimits limits = new ClientLimits(Example.settings().limits(), clock);
        Client client = client("127.0.0.1");
        connect(limits, "127.0.0.1", 1000);
        for (int number = 0; number < 10_000; number++) {
            limits.recipientAccepted(client, to("jones@example.org"));
            limits.messageAccepted(client, List.of(to("jones@example.org")));
        }
        assertThat(List.of(connected(client), mail(client), rcpt(client, "jones@example.org"), auth(client, "jones@example.org")))
                .allSatisfy(question -> assertThat(limits.ask(question)).as("nothing made for it").isSameAs(Policy.PASS));
    }

    private ClientLimits limits(String... sets) {
        return new ClientLimits(Example.settings(List.of(sets).stream().map(set -> "sterna.limits." + set).toArray(String[]::new)).limits(), clock);
    }

    private static void connect(ClientLimits limits, String address, int times) {
        for (int number = 0; number < times; number++) {
            limits.opened(client(address));
        }
    }

    private static String ask(ClientLimits limits, Question question) {
        return Example.words(Example.now(limits, question));
    }
}
