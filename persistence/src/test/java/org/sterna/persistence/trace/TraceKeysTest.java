package org.sterna.persistence.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.mailbox.OctetsPlace;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.Target;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;

class TraceKeysTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:06:00Z");
    private static final Target TARGET = Target.Relay.to("example.com");

    private static QueueEvent accepted(String reversePath, Optional<String> messageId, Addressee... recipients) {
        return new QueueEvent.MessageAccepted(AT, Optional.empty(), Optional.empty(), reversePath, List.of(recipients), MailParameters.NONE, Optional.empty(),
                messageId, new OctetsPlace.Inline(1), new byte[0], List.of(), Optional.empty());
    }

    private static Addressee named(String forwardPath, String original) {
        return new Addressee(forwardPath, TARGET, new RcptParameters(Set.of(), Optional.of(new OriginalRecipient("rfc822", original))));
    }

    @Test
    void anAcceptanceIsFoundByAllItsNames() {
        assertThat(TraceKeys.of(accepted("Jones@Example.org", Optional.of("<Abc.1@Example.org>"), new Addressee("a@example.com", TARGET, RcptParameters.NONE),
                named("b@example.com", "Team@example.com")))).containsExactlyInAnyOrder("abc.1@example.org", "jones@example.org", "a@example.com",
                        "b@example.com", "team@example.com");
    }

    @Test
    void theNullReversePathNamesNobody() {
        assertThat(TraceKeys.of(accepted("", Optional.empty(), new Addressee("a@example.com", TARGET, RcptParameters.NONE)))).containsExactly("a@example.com");
    }

    @Test
    void whatARecipientBecomesIsAKeyToo() {
        assertThat(TraceKeys.of(new QueueEvent.RecipientExpanded(0, List.of(named("c@example.com", "list@example.com")), AT)))
                .containsExactlyInAnyOrder("c@example.com", "list@example.com");
        assertThat(TraceKeys.of(new QueueEvent.RecipientExpanded(0, List.of(new Addressee("d@example.com", TARGET, RcptParameters.NONE,
                Optional.of("list-owner@example.com"))), AT))).containsExactlyInAnyOrder("d@example.com", "list-owner@example.com");
        assertThat(TraceKeys.of(new QueueEvent.MessageCompleted(AT))).isEmpty();
    }

    @Test
    void keysHaveNoBracketsAndNoCase() {
        assertThat(TraceKeys.normal(" <A@B.example> ")).isEqualTo("a@b.example");
        assertThat(TraceKeys.normal("<>")).isEmpty();
        assertThat(TraceKeys.normal("<")).isEqualTo("<");
    }

    @Test
    void theHashIsTheOneThatIsStored() {                     // known answer: changing it loses what is indexed
        assertThat(TraceHash.of("jones@example.org")).isEqualTo(TraceHash.of("jones@example.org")).isNotEqualTo(TraceHash.of("smith@example.org"));
        assertThat(TraceHash.of("").value()).isEqualTo(0xe3b0c44298fc1c14L);
        assertThat(TraceHash.of("").bucket()).isEqualTo(0x14);
    }
}
