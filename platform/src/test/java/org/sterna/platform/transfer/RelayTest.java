package org.sterna.platform.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.blob.AssembledContent;
import org.sterna.persistence.blob.Content;
import org.sterna.platform.dns.MailHost;
import org.sterna.platform.dns.MailHosts;
import org.sterna.platform.dns.MailResolver;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** Jobs against hosts that follow a script. Hosts of one test have one port and addresses of their own within 127/8. */
class RelayTest {
    private static final String MESSAGE = "Subject: x\r\n\r\n.one dot\r\n..two\r\n.\r\n\u00e9\u00ff\r\nend\r\n";
    private static final ForwardPath ANN = RelayFixture.path("ann@outside.example");
    private static final ForwardPath BEN = RelayFixture.path("ben@outside.example");
    private static final ForwardPath CLEO = RelayFixture.path("cleo@outside.example");

    private final RelayFixture fixture = new RelayFixture();

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    private ScriptedHost host(int last, Function<String, String> script) throws IOException {
        return fixture.host(last, script);
    }

    private static Function<String, String> but(String said, String answer) {
        return RelayFixture.but(said, answer);
    }

    private RelayResult relay(MailHosts found, Content content, ForwardPath... recipients) throws Exception {
        fixture.found(found);
        return fixture.relay(content, recipients);
    }

    private static MailHosts at(int... lasts) throws IOException {
        List<MailHost> found = new ArrayList<>();
        for (int last : lasts) {
            found.add(new MailHost(last, "mx" + last + ".outside.example", List.of(RelayFixture.address(last))));
        }
        return new MailHosts.Hosts(found);
    }

    private static Content content(String text) {
        return Content.of(text.getBytes(ISO_8859_1));
    }

    @Test
    void sendsTheOctetsAndTakesLeave() throws Exception {
        ScriptedHost host = host(1, ScriptedHost::willing);
        RelayResult result = relay(at(1), content(MESSAGE), ANN, BEN);
        assertThat(result.outcomes().values()).hasSize(2).allMatch(Outcome.Relayed.class::isInstance);
        assertThat(result.host()).isEqualTo("mx1.outside.example [127.0.0.1]:" + host.port());
        assertThat(fixture.recorded).containsExactly(result.host());
        assertThat(new String(host.contents().get(0), ISO_8859_1)).isEqualTo(
                "Subject: x\r\n\r\n..one dot\r\n...two\r\n..\r\n\u00e9\u00ff\r\nend\r\n");
        assertThat(host.conversation()).containsExactly("EHLO mail.example.org", "MAIL FROM:<alice@example.org>",
                "RCPT TO:<ann@outside.example>", "RCPT TO:<ben@outside.example>", "DATA", "QUIT");        // RFC 5321 section 4.1.1.10
    }

    @Test
    void sendsManyChunksEachOnce() throws Exception {
        ScriptedHost host = host(1, ScriptedHost::willing);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; lines.size() < 1_500_000; i++) {
            lines.writeBytes(("line " + i + " of a message that is larger than any chunk\r\n").getBytes(ISO_8859_1));
        }
        byte[] prefix = "Received: from here\r\n".getBytes(ISO_8859_1);
        RelayResult result = relay(at(1), new AssembledContent(prefix, Content.of(lines.toByteArray()), List.of()), ANN);
        assertThat(result.outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        byte[] seen = host.contents().get(0);
        assertThat(Arrays.copyOf(seen, prefix.length)).isEqualTo(prefix);
        assertThat(Arrays.equals(Arrays.copyOfRange(seen, prefix.length, seen.length), lines.toByteArray())).isTrue();
    }

    @Test
    void aHostThatDoesNotServeFailsNobody() throws Exception {
        ScriptedHost host = host(1, but("greeting", "554 no service"));
        Outcome outcome = relay(at(1), content(MESSAGE), ANN).outcomes().get(ANN);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.reason()).isEqualTo("554 no service"));
        assertThat(host.conversation()).containsExactly("QUIT");
    }

    @Test
    void eachRecipientHasItsOutcomeAndTheOpenOneGoesToTheNextHost() throws Exception {
        ScriptedHost first = host(1, said -> said.contains("ben@") ? "550 5.1.1 unknown" : said.contains("cleo@") ? "450 4.2.0 later"
                : ScriptedHost.willing(said));
        ScriptedHost second = host(2, ScriptedHost::willing);
        Map<ForwardPath, Outcome> outcomes = relay(at(1, 2), content(MESSAGE), ANN, BEN, CLEO).outcomes();
        assertThat(outcomes.get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(outcomes.get(BEN)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.reason()).isEqualTo("550 5.1.1 unknown"));
        assertThat(outcomes.get(CLEO)).isInstanceOf(Outcome.Relayed.class);
        assertThat(first.contents()).hasSize(1);
        assertThat(second.conversation()).contains("RCPT TO:<cleo@outside.example>").noneMatch(line -> line.contains("ann@") || line.contains("ben@"));
    }

    @Test
    void aRecipientThatIsPutOffWaits() throws Exception {
        host(1, but("RCPT", "451 4.7.1 greylisted"));
        assertThat(relay(at(1), content(MESSAGE), ANN).outcomes().get(ANN)).isInstanceOfSatisfying(Outcome.Deferred.class,
                deferred -> assertThat(deferred.status().toString()).isEqualTo("4.7.1"));
        assertThat(fixture.recorded).isEmpty();
    }

    @Test
    void aReplyLostBehindTheFinalDotIsAmbiguousAndNoOtherHostIsTried() throws Exception {
        host(1, but(".", "drop"));
        ScriptedHost second = host(2, ScriptedHost::willing);
        assertThat(relay(at(1, 2), content(MESSAGE), ANN).outcomes().get(ANN)).isInstanceOf(Outcome.Ambiguous.class);
        assertThat(second.contents()).isEmpty();
    }

    @Test
    void aConnectionLostBeforeTheContentIsNotAmbiguous() throws Exception {
        host(1, but("DATA", "drop"));
        assertThat(relay(at(1), content(MESSAGE), ANN).outcomes().get(ANN)).isInstanceOf(Outcome.Deferred.class);
    }

    @Test
    void aFailedHandshakeIsFollowedByTheClear() throws Exception {
        ScriptedHost host = host(1, said -> said.startsWith("EHLO") ? "250-host.example.net\r\n250 STARTTLS"
                : said.equals("STARTTLS") ? "220 go\r\nno TLS here" : ScriptedHost.willing(said));
        assertThat(relay(at(1), content(MESSAGE), ANN).outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(host.conversation()).containsExactly("EHLO mail.example.org", "STARTTLS");
        assertThat(host.conversation()).doesNotContain("STARTTLS").contains("DATA", "QUIT");
    }

    @Test
    void theNextHostIsTriedWhenTheFirstRefusesTheConnection() throws Exception {
        ScriptedHost second = host(2, ScriptedHost::willing);
        RelayResult result = relay(at(9, 2), content(MESSAGE), ANN);
        assertThat(result.outcomes().get(ANN)).isInstanceOf(Outcome.Relayed.class);
        assertThat(result.host()).startsWith("mx2.outside.example");
        assertThat(second.contents()).hasSize(1);
    }

    @Test
    void noHostAtAllIsADeferral() throws Exception {
        assertThat(relay(new MailHosts.TemporaryFailure("timeout"), content(MESSAGE), ANN).outcomes().get(ANN))
                .isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> assertThat(deferred.reason())
                        .isEqualTo("The hosts of outside.example could not be looked up: timeout"));
    }

    @Test
    void whatIsPermanentFails() throws Exception {
        for (MailHosts none : List.of(new MailHosts.NullMx(), new MailHosts.NoSuchDomain(), new MailHosts.NoMailHost("no address"))) {
            assertThat(relay(none, content(MESSAGE), ANN).outcomes().get(ANN)).isInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void aResolverThatThrowsHoldsNoSlot() throws Exception {
        MailResolver broken = new MailResolver() {
            @Override
            public CompletionStage<MailHosts> mailHosts(String domain) {
                throw new IllegalStateException("broken");
            }

            @Override
            public CompletionStage<MailHosts> hostAddresses(String host) {
                throw new IllegalStateException("broken");
            }
        };
        Relay relay = fixture.relay(broken);
        for (int i = 0; i < 30; i++) {
            assertThat(relay.attempt(fixture.job("", Transport.Host.mx("outside.example"), content(MESSAGE), MailParameters.NONE, ANN))
                    .toCompletableFuture().get(20, TimeUnit.SECONDS).outcomes().get(ANN)).isInstanceOf(Outcome.Deferred.class);
        }
        assertThat(fixture.quotas.connected()).isZero();
        assertThat(relay.loads()).isEmpty();
        relay.close();
    }
}
