package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.address.NullReversePath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.SmtpRules.Role;
import org.sterna.protocols.smtp.SmtpRules.TlsOffer;

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
    void returnPath() {
        assertThat(TraceFields.returnPath(NullReversePath.NULL)).asString().isEqualTo("Return-Path: <>\r\n");
        assertThat(TraceFields.returnPath(ReversePath.parse("<a@example.org>").orElseThrow())).asString()
                .isEqualTo("Return-Path: <a@example.org>\r\n");
    }

    private static String received(Optional<TlsLayer> tls, String hello, String... paths) throws Exception {
        StringBuilder transcript = new StringBuilder(hello + "\r\nMAIL FROM:<a@example.com>\r\n");
        for (String path : paths) {
            transcript.append("RCPT TO:").append(path).append("\r\n");
        }
        SmtpTranscript played = new SmtpTranscript(RULES, tls);
        played.receive((transcript + "DATA\r\n.\r\n").getBytes());
        return new String(TraceFields.received(
                played.session(), played.stored().get(0), InetAddress.getByName("192.0.2.7"), "Q7", AT));
    }
}
