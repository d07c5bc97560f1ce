package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.SmtpRules.Role;
import org.sterna.protocols.smtp.SmtpRules.TlsOffer;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.Demand;
import org.sterna.protocols.smtp.parameter.DsnRequest;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

class TraceFieldsTest {
    private static final ZonedDateTime AT = ZonedDateTime.of(2026, 9, 5, 7, 4, 9, 0, ZoneOffset.ofHours(-3));
    private static final SmtpRules RULES = SmtpRules.of("mx.example.org", Role.TRANSFER, TlsOffer.NONE);

    @Test
    void receivedNamesASingleRecipient() throws Exception {      // RFC 5321 section 4.4
        assertThat(received(Optional.of(SmtpTranscript.TLS), "EHLO client.example.net", "<jones@example.org>")).isEqualTo("""
                Received: from client.example.net ([192.0.2.7])
                \tby mx.example.org with ESMTPS
                \t(TLSv1.3 TLS_AES_256_GCM_SHA384)
                \tid Q7
                \tfor <jones@example.org>;
                \tSat, 5 Sep 2026 07:04:09 -0300
                """.replace("\n", "\r\n"));
    }

    @Test
    void receivedHidesSeveralRecipientsAndImpossibleNames() throws Exception {   // RFC 5321 section 7.2
        assertThat(received(Optional.empty(), "HELO under_score", "<jones@example.org>", "<smith@example.org>")).isEqualTo("""
                Received: from [192.0.2.7] ([192.0.2.7])
                \tby mx.example.org with SMTP
                \tid Q7;
                \tSat, 5 Sep 2026 07:04:09 -0300
                """.replace("\n", "\r\n"));
    }

    @Test
    void receivedIsUtf8WhereTheTransactionIs() throws Exception {   // RFC 6531 section 3.7.3
        assertThat(received("<j\u00fcrgen@xn--bcher-kva.example>", Set.of(Demand.SMTPUTF8))).isEqualTo("""
                Received: from mx.b\u00fccher.example ([192.0.2.7])
                \tby mx.example.org with UTF8SMTP
                \tid Q7
                \tfor <j\u00fcrgen@b\u00fccher.example>;
                \tSat, 5 Sep 2026 07:04:09 -0300
                """.replace("\n", "\r\n"));
        assertThat(received("<jones@b\u00fccher.example>", Set.of())).isEqualTo("""
                Received: from mx.xn--bcher-kva.example ([192.0.2.7])
                \tby mx.example.org with ESMTP
                \tid Q7
                \tfor <jones@xn--bcher-kva.example>;
                \tSat, 5 Sep 2026 07:04:09 -0300
                """.replace("\n", "\r\n"));
        assertThat(received("<j\u00fcrgen@example.org>", Set.of())).as("a field that must be ASCII").doesNotContain("for");
    }

    private static String received(String path, Set<Demand> demands) throws Exception {
        SmtpTranscript played = new SmtpTranscript(RULES, Optional.empty());
        send(played, List.of("EHLO mx.xn--bcher-kva.example", "MAIL FROM:<a@example.com>", "RCPT TO:<jones@example.org>"));
        Envelope stored = played.stored().get(0);
        MailParameters parameters = new MailParameters(OptionalLong.empty(), BodyType.EIGHT_BIT_MIME, demands, DsnRequest.NONE,
                Optional.empty(), Optional.empty(), OptionalInt.empty());
        Envelope envelope = new Envelope(stored.client(), stored.reversePath(), List.of(new Envelope.Recipient(
                ForwardPath.parse(path, AddressForm.UTF8).orElseThrow(), RcptParameters.NONE, stored.recipients().get(0).target())),
                parameters, stored.account());
        return new String(TraceFields.received(played.session(), envelope, InetAddress.getByName("192.0.2.7"), "Q7", AT), StandardCharsets.UTF_8);
    }

    @Test
    void returnPathIsUtf8WhenItMust() {                          // RFC 6531 section 3.7.3
        ReversePath path = ReversePath.parse("<j\u00fcrgen@example.org>", AddressForm.UTF8).orElseThrow();
        assertThat(new String(TraceFields.returnPath(path), StandardCharsets.UTF_8)).isEqualTo("Return-Path: <j\u00fcrgen@example.org>\r\n");
    }

    @Test
    void returnPath() {
        assertThat(TraceFields.returnPath(NullReversePath.NULL)).asString().isEqualTo("Return-Path: <>\r\n");
        assertThat(TraceFields.returnPath(ReversePath.parse("<a@example.org>").orElseThrow())).asString()
                .isEqualTo("Return-Path: <a@example.org>\r\n");
    }

    private static String received(Optional<TlsLayer> tls, String hello, String... paths) throws Exception {
        List<String> commands = new ArrayList<>(List.of(hello, "MAIL FROM:<a@example.com>"));
        for (String path : paths) {
            commands.add("RCPT TO:" + path);
        }
        SmtpTranscript played = new SmtpTranscript(RULES, tls);
        send(played, commands);
        return new String(TraceFields.received(
                played.session(), played.stored().get(0), InetAddress.getByName("192.0.2.7"), "Q7", AT));
    }

    /** One after the other, as a client without PIPELINING does, and an empty message. */
    private static void send(SmtpTranscript played, List<String> commands) {
        commands.forEach(command -> played.receive((command + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        played.receive("DATA\r\n".getBytes(StandardCharsets.US_ASCII));
        played.receive(".\r\n".getBytes(StandardCharsets.US_ASCII));
    }
}
