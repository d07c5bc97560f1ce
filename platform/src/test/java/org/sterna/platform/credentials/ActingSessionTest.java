package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.session.Session;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.TestCertificate;
import org.sterna.platform.node.Await;

/** A session in which one account acts for another does not look like the other's own. */
@ExtendWith(CassandraExtension.class)
@Timeout(300)
class ActingSessionTest {
    private static final String MASTER = "root@example.org";
    private static LoginPorts ports;
    private static Authenticator logins;

    @BeforeAll
    static void start() {
        ports = new LoginPorts();
        ports.account(MASTER);
        for (LoginProtocol protocol : LoginProtocol.values()) {
            ports.account(user(protocol));
        }
        logins = ports.mastered(MASTER);
    }

    @AfterAll
    static void stop() {
        logins.close();
        ports.close();
    }

    private static String user(LoginProtocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT) + "@example.org";
    }

    @ParameterizedTest
    @EnumSource
    void theSessionLogTellsWhoActsForTheAccount(LoginProtocol protocol) throws IOException {
        InetSocketAddress port = ports.open(protocol, logins, TestNode.engines());
        String user = user(protocol);
        try (TlsLines lines = new TlsLines(port, TestCertificate.context())) {
            protocol.begin(lines);
            assertThat(protocol.plain(lines, user, MASTER, LoginPorts.PASSWORD)).startsWith(protocol.granted);
            List<Session> open = ports.sessions(user);
            assertThat(open).singleElement().satisfies(session -> assertThat(session.by()).contains(MASTER));
            assertThat(ports.events(open.get(0))).filteredOn(SessionEvent.Authenticated.class::isInstance).map(SessionEvent.Authenticated.class::cast)
                    .singleElement().satisfies(login -> {
                        assertThat(login.account()).isEqualTo(user);
                        assertThat(login.by()).contains(MASTER);
                    });
        }
        Await.until("the session is over", Duration.ofSeconds(60), () -> ports.sessions(user).stream().allMatch(each -> each.ended().isPresent()));
        try (TlsLines lines = new TlsLines(port, TestCertificate.context())) {
            protocol.begin(lines);
            assertThat(protocol.plain(lines, user, LoginPorts.PASSWORD)).startsWith(protocol.granted);
            assertThat(ports.sessions(user)).filteredOn(each -> each.ended().isEmpty()).singleElement()
                    .satisfies(session -> assertThat(session.by()).isEmpty());
        }
        assertThat(ports.sessions(user)).filteredOn(each -> each.by().isPresent()).as("of the ended one, too").hasSize(1);
    }
}
