package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.SteppedClock;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.TestCertificate;

/** Failed logins over real connections: delays that grow, then a ban, and no word by which an account could be told from nobody. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class GuessingTest {
    private static final String NOBODY_IS_EXEMPT = "sterna.auth.guessing.exempt-networks=[]";
    /** By which the timer that delays an answer and the clock of the test may differ. */
    private static final Duration GRAIN = Duration.ofMillis(5);
    private static LoginPorts ports;

    private final SteppedClock clock = new SteppedClock();

    @BeforeAll
    static void start() {
        ports = new LoginPorts();
        for (LoginProtocol protocol : LoginProtocol.values()) {
            ports.account(user(protocol));
        }
    }

    @AfterAll
    static void stop() {
        ports.close();
    }

    private static String user(LoginProtocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT) + "@example.org";
    }

    private static String login(LoginProtocol protocol, InetSocketAddress port, String user, String password) throws IOException {
        try (TlsLines lines = new TlsLines(port, TestCertificate.context())) {
            protocol.begin(lines);
            return protocol.plain(lines, user, password);
        }
    }

    @ParameterizedTest
    @EnumSource
    void delaysGrowUntilNobodyIsLetInForAWhile(LoginProtocol protocol) throws IOException {
        try (Authenticator logins = ports.counting(clock, NOBODY_IS_EXEMPT, "sterna.auth.guessing.account.free=1", "sterna.auth.guessing.account.delay=60 ms",
                "sterna.auth.guessing.account.longest-delay=240 ms", "sterna.auth.guessing.account.ban-after=5", "sterna.auth.guessing.account.ban=15 m",
                "sterna.auth.guessing.network.free=1000")) {
            InetSocketAddress port = ports.open(protocol, logins, TestNode.engines());
            List<String> refusals = new ArrayList<>();
            for (String user : List.of(user(protocol), "nobody@example.org")) {
                for (int delay : new int[] {0, 60, 120, 240, 240}) {
                    refusals.add(refused(protocol, port, user, "wrong", delay));
                }
                refusals.add(refused(protocol, port, user, LoginPorts.PASSWORD, 240));
            }
            assertThat(refusals).containsOnly(refusals.get(0)).allMatch(text -> text.startsWith(protocol.refused));
            clock.step(Duration.ofMinutes(15).minusSeconds(1));
            assertThat(login(protocol, port, user(protocol), LoginPorts.PASSWORD)).startsWith(protocol.refused);
            clock.step(Duration.ofSeconds(1));
            assertThat(login(protocol, port, user(protocol), LoginPorts.PASSWORD)).startsWith(protocol.granted);
        }
    }

    /** What is said to a wrong login, not before this many milliseconds. */
    private static String refused(LoginProtocol protocol, InetSocketAddress port, String user, String password, int delay) throws IOException {
        try (TlsLines lines = new TlsLines(port, TestCertificate.context())) {
            protocol.begin(lines);
            long begin = System.nanoTime();
            String text = protocol.plain(lines, user, password);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(delay).minus(GRAIN));
            return text;
        }
    }

    @Test
    void whoHasGuessedManyNamesIsShutOutEverywhere() throws IOException {
        try (Authenticator logins = ports.counting(clock, NOBODY_IS_EXEMPT, "sterna.auth.guessing.account.free=1000",
                "sterna.auth.guessing.network.free=1000", "sterna.auth.guessing.network.ban-after=6", "sterna.auth.guessing.network.ban=1 h",
                "sterna.auth.guessing.window=2 h")) {
            for (LoginProtocol protocol : LoginProtocol.values()) {
                InetSocketAddress port = ports.open(protocol, logins, TestNode.engines());
                assertThat(login(protocol, port, user(protocol), LoginPorts.PASSWORD)).startsWith(protocol.granted);
                assertThat(login(protocol, port, "one." + user(protocol), "guess")).startsWith(protocol.refused);
                assertThat(login(protocol, port, "two." + user(protocol), "guess")).startsWith(protocol.refused);
            }
            for (LoginProtocol protocol : LoginProtocol.values()) {
                InetSocketAddress port = ports.open(protocol, logins, TestNode.engines());
                assertThat(login(protocol, port, user(protocol), LoginPorts.PASSWORD)).startsWith(protocol.refused);
            }
            clock.step(Duration.ofHours(1));
            for (LoginProtocol protocol : LoginProtocol.values()) {
                InetSocketAddress port = ports.open(protocol, logins, TestNode.engines());
                assertThat(login(protocol, port, user(protocol), LoginPorts.PASSWORD)).startsWith(protocol.granted);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTextDoesNotTellWhetherThereIsAnAccount(LoginProtocol protocol) throws IOException {
        InetSocketAddress port = ports.open(protocol, ports.usual(), TestNode.engines());
        String wrong = login(protocol, port, user(protocol), "wrong");
        assertThat(wrong).startsWith(protocol.refused);
        for (String name : List.of("nobody@example.org", "nobody@elsewhere.example", "no address", "postmaster@example.org")) {
            assertThat(login(protocol, port, name, "wrong")).as(name).isEqualTo(wrong);
        }
    }
}
