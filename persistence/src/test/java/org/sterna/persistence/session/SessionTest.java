package org.sterna.persistence.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;

class SessionTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final SessionId ID = new SessionId(new Incarnation("a"), 5, 6);
    private static final QueueId QUEUE = new QueueId(new Incarnation("a"), 0, 0);

    @Test
    void isFoldedFromItsEvents() {
        Session session = Session.fold(ID, List.of(new SessionEvent.Opened("submission", "192.0.2.1:9", "192.0.2.2:587", NOW),
                new SessionEvent.Secured("TLSv1.3", "x", NOW), new SessionEvent.AuthenticationFailed("smith@example.org", NOW),
                new SessionEvent.Authenticated("jones@example.org", Optional.of("root@example.org"), NOW), new SessionEvent.MailboxSelected("INBOX", NOW),
                new SessionEvent.TransactionAccepted(QUEUE, Optional.empty(), NOW), new SessionEvent.ReplyDelivered(QUEUE, NOW),
                new SessionEvent.Refused("RCPT", "", "550", NOW), new SessionEvent.TransactionAccepted(QUEUE, Optional.empty(), NOW)));
        assertThat(session).isEqualTo(new Session(ID, "submission", "192.0.2.1:9", NOW, true, Optional.of("jones@example.org"),
                Optional.of("root@example.org"), 2,
                Optional.empty()));
        Session closed = session.evolve(new SessionEvent.Closed("QUIT", 1, 2, 0, NOW));
        assertThat(closed.ended()).contains("QUIT");
        assertThat(session.evolve(new SessionEvent.Lost(NOW)).ended()).contains("lost: the node ended");
        assertThat(Session.read(new FieldReader(closed.toOctets()))).isEqualTo(closed);
        assertThat(Session.read(new FieldReader(session.toOctets()))).isEqualTo(session);
    }

    @Test
    void whoActsForAnAccountIsForgottenWithTheNextLogin() {
        Session session = Session.fold(ID, List.of(new SessionEvent.Authenticated("jones@example.org", Optional.of("root@example.org"), NOW),
                new SessionEvent.Authenticated("smith@example.org", Optional.empty(), NOW)));
        assertThat(session.account()).contains("smith@example.org");
        assertThat(session.by()).isEmpty();
    }
}
