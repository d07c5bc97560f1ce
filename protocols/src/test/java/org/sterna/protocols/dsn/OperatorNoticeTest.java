package org.sterna.protocols.dsn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorNoticeTest {
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 11, 22, 9, 0, 0, 0, ZoneOffset.UTC);
    private static final ReportOrigin ORIGIN = new ReportOrigin("mx.example.org", "<r1@mx.example.org>", "b0undary", NOW);
    private static final OperatorNotice.LostReply LOST = new OperatorNotice.LostReply("mx.example.net [192.0.2.1]:25", NOW.minusHours(1), 5120);

    @Test
    void saysWhatIsDoubtful() {
        String notice = notice("alice@example.org", new OperatorNotice.Doubtful("bob@example.net", List.of(LOST, LOST), Optional.of(NOW.plusHours(6))));
        assertThat(notice).startsWith("From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\r\nTo: <postmaster@mx.example.org>\r\n")
                .contains("\r\nAuto-Submitted: auto-generated\r\n", "\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n", "\r\n  bob@example.net\r\n",
                        "\r\n    Next attempt: Sun, 22 Nov 2026 15:00:00 +0000\r\n");
        assertThat(notice.replaceAll("\r\n *", " ")).contains("The message q1 from alice@example.org was given",
                "Sun, 22 Nov 2026 08:00:00 +0000: 5120 octets to mx.example.net [192.0.2.1]:25", "./sterna queue show q1");
    }

    @Test
    void staysShortAndInSevenBits() {
        String notice = notice("", new OperatorNotice.Doubtful("j\u00f6rg@example.net", Collections.nCopies(500, LOST), Optional.empty()));
        assertThat(notice).contains("j=C3=B6rg@example.net", "(480 earlier attempts)", "charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n")
                .contains("The next attempt is made now.");
        assertThat(notice.chars()).allMatch(c -> c < 128);
        assertThat(notice.split("\r\n")).allMatch(line -> line.length() <= 78).hasSizeLessThan(80);
    }

    @Test
    void needsARecipient() {
        assertThatThrownBy(() -> notice("")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String notice(String reversePath, OperatorNotice.Doubtful... recipients) {
        return new String(new OperatorNotice(ORIGIN, "q1", reversePath, List.of(recipients)).octets(), US_ASCII);
    }
}
