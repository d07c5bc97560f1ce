package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectedFieldsTest {
    private static MessageSummary summary(String content) {
        MimeScanner scanner = new MimeScanner();
        scanner.feed(content.getBytes(StandardCharsets.UTF_8));
        return scanner.finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // Thunderbird
        "From To Cc Bcc Subject Date Message-ID Priority X-Priority References Newsgroups In-Reply-To Content-Type Reply-To",
        // mutt
        "Date From Sender Subject To Cc Message-ID References Content-Type Content-Description In-Reply-To Reply-To Lines List-Post List-Subscribe "
            + "List-Unsubscribe X-Label X-Original-To",
        // Roundcube
        "Date From To Subject Content-Type Cc Reply-To List-Post Disposition-Notification-To X-Priority Sender Bcc Mail-Reply-To Mail-Followup-To "
            + "Return-Path X-Draft-Info",
        // K-9 Mail
        "Date Subject From Content-Type To Cc Reply-To Message-ID References In-Reply-To List-Unsubscribe Sender X-K9mail-Identity",
        // Apple Mail
        "Date Subject From To Cc Message-ID In-Reply-To References Content-Type X-Priority X-Uniform-Type-Identifier "
            + "X-Universally-Unique-Identifier List-ID List-Unsubscribe",
        // Outlook
        "Date From To Cc Subject Importance X-Priority Priority X-MSMail-Priority Sensitivity Content-Class Message-ID In-Reply-To References",
        // OfflineIMAP, mbsync
        "Message-ID X-OfflineIMAP X-TUID",
        // filters
        "X-Spam-Flag X-Spam-Status X-Spam-Level X-Spam-Score List-Id Precedence Auto-Submitted Delivered-To User-Agent X-Mailer"})
    void summariesTellWhatClientsAskFor(String fields) {
        assertThat(summary("Subject: x\r\n\r\n").fields(List.of(fields.split(" ")))).isPresent();
    }

    @Test
    void theTraceIsNotAmongThem() {
        assertThat(summary("Subject: x\r\n\r\n").fields(List.of("Received"))).isEmpty();
    }

    @Test
    void fieldsAloneAreReadFromAStoredSummary() {
        MessageSummary summary = summary("From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>\r\nSubject: Gr\u00fc\u00dfe\r\n\r\nHi\r\n");
        SelectedFields fields = MessageSummaryCodec.decodeFields(ByteBuffer.wrap(MessageSummaryCodec.encode(summary)));
        assertThat(fields).isEqualTo(summary.selected());
        assertThat(fields.subject()).isEqualTo("Gr\u00fc\u00dfe");                    // RFC 6532
        assertThat(fields.firstAddress("From").orElseThrow().displayed()).isEqualTo("J\u00fcrgen");
        assertThat(fields.firstAddress("To")).isEmpty();
    }

    @Test
    void reducedFieldsTellTheSame() {
        String start = "From: Bob <bob@example.org>\r\nTo: g: \"Al \\\"Z\\\"\" <al@example.org>;\r\nCc: @example.org\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n"
                + "Date: Mon, 5 Feb 2024 10:00:00 +0100\r\nMessage-ID: <a@b>\r\nIn-Reply-To: <c@d> <e@f>\r\n";
        SelectedFields complete = summary(start + "\r\n").selected();
        SelectedFields reduced = summary(start + "Newsgroups: " + "x".repeat(20_000) + "\r\n\r\n").selected();
        assertThat(complete).isInstanceOf(SelectedFields.Complete.class);
        assertThat(reduced).isInstanceOf(SelectedFields.Reduced.class);
        for (String name : List.of("From", "To", "Cc")) {
            assertThat(reduced.firstAddress(name)).isEqualTo(complete.firstAddress(name));
        }
        assertThat(reduced.subject()).isEqualTo(complete.subject()).isEqualTo("caf\u00e9");
        assertThat(reduced.date()).isEqualTo(complete.date()).isPresent();
        assertThat(reduced.messageId()).isEqualTo(complete.messageId()).contains("<a@b>");
        assertThat(reduced.ancestors()).isEqualTo(complete.ancestors()).containsExactly("<c@d>");
        assertThat(complete.firstAddress("To").orElseThrow().displayed()).isEqualTo("Al \"Z\"");
    }

    @ParameterizedTest                                                      // RFC 5256 section 2.2
    @ValueSource(strings = {"Mon, 5 Feb 2024", "5 Feb 2024 25:61 +0100", "5 Feb 24 noon", "Mon, 05 February 2024 00:00:00 XYZ", "5 Feb 2024 00:00"})
    void aDateWithoutATimeIsMidnight(String date) {
        assertThat(DateTimes.sent(date).orElseThrow().toInstant()).hasToString("2024-02-05T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "31 Feb 2024", "5 Foo 2024 10:00", "2024-02-05"})
    void whatIsNoDateIsNone(String date) {
        assertThat(DateTimes.sent(date)).isEmpty();
    }
}
