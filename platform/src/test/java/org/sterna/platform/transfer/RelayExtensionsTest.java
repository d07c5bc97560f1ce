package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.blob.Content;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** What a message demands of the next hop, over the wire. */
class RelayExtensionsTest {
    private static final ForwardPath ANN = RelayFixture.path("ann@outside.example");
    private static final ForwardPath BEN = RelayFixture.path("ben@outside.example");
    private static final ForwardPath CLEO = RelayFixture.path("cleo@outside.example");
    private static final Content CONTENT = Content.of("Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final MailParameters REQUIRETLS = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(Demand.REQUIRETLS),
            DsnRequest.NONE, Optional.empty(), Optional.empty(), OptionalInt.empty());

    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private static Function<String, String> withTls(String... keywords) {
        Function<String, String> offering = RelayFixture.offering(keywords);
        return said -> said.equals("STARTTLS") ? "220 TLS" : offering.apply(said);
    }

    @Test
    void binaryContentArrivesOctetForOctet() throws Exception {          // RFC 3030 section 2
        ScriptedHost host = fixture.host(RelayFixture.offering("CHUNKING", "BINARYMIME"));
        fixture.found("mx1.outside.example");
        byte[] octets = new byte[700_000];
        new Random(7).nextBytes(octets);
        byte[] prefix = "Received: here\r\n".getBytes(StandardCharsets.US_ASCII);
        RelayResult result = fixture.relay("alice@example.org", Optional.empty(), new AssembledContent(prefix, Content.of(octets), List.of()),
                MailParameters.of(BodyType.BINARY_MIME), ANN);
        assertThat(result.outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        host.chunks().forEach(seen::writeBytes);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(prefix);
        sent.writeBytes(octets);
        assertThat(seen.toByteArray()).isEqualTo(sent.toByteArray());
        assertThat(host.chunks().size()).isGreaterThan(1);
        assertThat(host.conversation()).contains("MAIL FROM:<alice@example.org> BODY=BINARYMIME", "QUIT").doesNotContain("DATA")
                .filteredOn(line -> line.endsWith(" LAST")).hasSize(1);
    }

    @Test
    void moreRecipientsThanTheHostTakesNeedMoreTransactions() throws Exception {      // RFC 9422 section 4
        ScriptedHost host = fixture.host(RelayFixture.offering("LIMITS RCPTMAX=2"));
        fixture.found("mx1.outside.example");
        RelayResult result = fixture.relay("alice@example.org", Optional.empty(), CONTENT, MailParameters.NONE, ANN, BEN, CLEO);
        assertThat(result.outcomes().values()).hasSize(3).allMatch(Outcome.Relayed.class::isInstance);
        assertThat(host.contents()).hasSize(2);
        assertThat(host.conversation()).filteredOn(line -> line.startsWith("RCPT") || line.startsWith("DATA") || line.startsWith("EHLO")).containsExactly("EHLO mail.example.org",
                "RCPT TO:<ann@outside.example>", "RCPT TO:<ben@outside.example>", "DATA", "RCPT TO:<cleo@outside.example>", "DATA");
    }

    @Test
    void aNextHopOfItsOwnGoesBeforeTheMx() throws Exception {
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        RelayResult result = fixture.relay("alice@example.org", Optional.of("localhost:" + host.port()), CONTENT, MailParameters.NONE, ANN);
        assertThat(result.outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(result.host()).startsWith("localhost [127.0.0.1]");
    }

    @Test
    void whatRequiresTlsGoesToAHostThatIsVerifiedAndDemandsIt() throws Exception {   // RFC 8689 section 4.2.1
        ScriptedHost host = fixture.host(withTls("STARTTLS", "REQUIRETLS"));
        RelayResult result = fixture.relay("alice@example.org", Optional.of("localhost:" + host.port()), CONTENT, REQUIRETLS, ANN);
        assertThat(result.outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(host.conversation()).contains("STARTTLS", "MAIL FROM:<alice@example.org> REQUIRETLS");
    }

    @Test
    void whatRequiresTlsGoesToNoHostOfAnotherName() throws Exception {               // RFC 8689 section 4.2.1
        ScriptedHost host = fixture.host(withTls("STARTTLS", "REQUIRETLS"));
        RelayResult result = fixture.relay("alice@example.org", Optional.of("other.example:" + host.port()), CONTENT, REQUIRETLS, ANN);
        assertThat(result.outcomes().get(ANN)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.status().toString()).isEqualTo("5.7.10"));
        assertThat(host.contents()).isEmpty();
    }

    @Test
    void whatRequiresTlsTriesTheNextHostAndThenFails() throws Exception {            // RFC 8689 section 4.2.1
        ScriptedHost first = fixture.host(withTls("STARTTLS"));
        ScriptedHost second = fixture.host(RelayFixture.offering("REQUIRETLS"));
        fixture.found(RelayFixture.DOMAIN, RelayFixture.DOMAIN);
        RelayResult result = fixture.relay("alice@example.org", Optional.empty(), CONTENT, REQUIRETLS, ANN);
        assertThat(result.outcomes().get(ANN)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.status().toString()).isEqualTo("5.7.10"));
        assertThat(first.contents()).isEmpty();
        assertThat(second.conversation()).containsExactly("EHLO mail.example.org", "QUIT");
    }

    @Test
    void whatRequiresTlsGoesToNoHostThatOnlyTheDnsNames() throws Exception {         // RFC 8689 section 4.2.1
        fixture.host(withTls("STARTTLS", "REQUIRETLS"));
        fixture.found("localhost");
        RelayResult result = fixture.relay("alice@example.org", Optional.empty(), CONTENT, REQUIRETLS, ANN);
        assertThat(result.outcomes().get(ANN)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.status().toString()).isEqualTo("5.7.30"));
    }

    @Test
    void aReportThatRequiresTlsIsNotLost() throws Exception {                        // RFC 8689 section 5
        ScriptedHost host = fixture.host(withTls("STARTTLS"));
        fixture.found("mx1.outside.example");
        assertThat(fixture.relay("", Optional.empty(), CONTENT, REQUIRETLS, ANN).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(host.conversation()).contains("STARTTLS", "MAIL FROM:<>");
        assertThat(fixture.relay("", Optional.of("localhost:" + host.port()), CONTENT, REQUIRETLS, ANN).outcomes().get(ANN))
                .isInstanceOf(Outcome.Relayed.class);
        assertThat(host.conversation()).contains("STARTTLS", "QUIT").doesNotContain("MAIL FROM:<>");
        assertThat(host.conversation()).contains("MAIL FROM:<>");
    }

    @Test
    void whatMustNotBeSentAnyMoreIsDeferred() throws Exception {                     // RFC 2852 section 4.1.3
        ScriptedHost host = fixture.host(ScriptedHost::willing);
        fixture.found("mx1.outside.example");
        RelayResult result = fixture.relay(new RelayJob("test", ReversePath.parse("<>").orElseThrow(), RelayFixture.recipients(ANN),
                Transport.Host.mx(RelayFixture.DOMAIN), CONTENT, Optional::empty, (peer, security, octets) -> CompletableFuture.completedFuture(null), Optional.empty(), 0));
        assertThat(result.outcomes().get(ANN)).isInstanceOfSatisfying(Outcome.Deferred.class, deferred ->
                assertThat(deferred.status().toString()).isEqualTo("4.4.7"));
        assertThat(host.contents()).isEmpty();
    }
}
