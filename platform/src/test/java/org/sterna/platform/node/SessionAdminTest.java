package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.session.SessionEvent;

class SessionAdminTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:06:00Z");
    private static final QueueId QUEUE = new QueueId(new Incarnation("1"), 0, 2);

    private static String words(SessionEvent event) {
        return SessionAdmin.describe(event).get("event") + ": " + SessionAdmin.describe(event).get("detail");
    }

    @Test
    void everyEventHasWords() {
        List<SessionEvent> one = List.of(new SessionEvent.Opened("smtp", "192.0.2.1:1", "192.0.2.2:25", AT), new SessionEvent.Secured("TLSv1.3", "c", AT),
                new SessionEvent.Authenticated("jones@example.org", Optional.empty(), AT), new SessionEvent.AuthenticationFailed("jones", AT),
                new SessionEvent.MailboxSelected("INBOX", AT), new SessionEvent.TransactionAccepted(QUEUE, Optional.empty(), AT),
                new SessionEvent.TransactionRepeated(QUEUE, AT), new SessionEvent.ReplyDelivered(QUEUE, AT),
                new SessionEvent.Refused("RCPT", "deny.helo", "550 5.7.1 no", AT), new SessionEvent.Tagged("deny.helo", "listed", AT),
                new SessionEvent.Checked("spf", "fail", "smtp.mailfrom=example.net", "", AT), new SessionEvent.ClientAssumed("192.0.2.3", "192.0.2.4:5", AT), new SessionEvent.Closed("by us", 1, 2, 0, AT), new SessionEvent.Lost(AT));
        assertThat(one).extracting(Object::getClass).map(Class.class::cast)
                .containsExactlyInAnyOrder(Stream.of(SessionEvent.class.getPermittedSubclasses()).toArray(Class[]::new));
        assertThat(one).map(SessionAdminTest::words).doesNotHaveDuplicates().allSatisfy(words -> assertThat(words).matches("[a-z ]+: .+"));
    }

    @Test
    void whatAClientSaidDoesNotSteerTheTerminal() {
        assertThat(words(new SessionEvent.AuthenticationFailed("jo\u001b[2Jnes", AT))).isEqualTo("authentication failed: jo?[2Jnes");
    }

    @Test
    void whoActsForAnAccountIsNamed() {
        assertThat(words(new SessionEvent.Authenticated("jones@example.org", Optional.empty(), AT))).isEqualTo("authenticated: jones@example.org");
        assertThat(words(new SessionEvent.Authenticated("jones@example.org", Optional.of("root@example.org"), AT)))
                .isEqualTo("authenticated: root@example.org as jones@example.org");
    }

    @Test
    void aRefusalNamesTheRule() {
        assertThat(words(new SessionEvent.Refused("RCPT", "deny.helo", "550 5.7.1 no", AT))).isEqualTo("refused: RCPT 550 5.7.1 no, by deny.helo");
        assertThat(words(new SessionEvent.Refused("", "", "500 5.5.2 no", AT))).isEqualTo("refused: 500 5.5.2 no");
    }
}
