package org.sterna.protocols.dmarc.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.message.HeaderFields;

class ToldFieldsTest {
    private static final ToldFields TOLD = new ToldFields(List.of("received", "From", "Subject", "DATE"));

    private static String told(String header) {
        return TOLD.of(HeaderFields.parse(header));
    }

    @Test
    void onlyWhatMayBeToldIs() {
        assertThat(told("From: a@example.net\r\nTo: b@example.org\r\nCC: c@example.org\r\nsubject: Hello,\r\n world\r\nX-Rcpt: d@example.org\r\n\r\nFrom: body\r\n"))
                .isEqualTo("From: a@example.net\r\nsubject: Hello,\r\n world\r\n");
    }

    @Test
    void whoAReceivedFieldIsForIsNot() {
        assertThat(told("Received: from for.example.com (forge [192.0.2.1])\r\n\tby mx.example.org with ESMTPS\r\n\tid 1\r\n\tfor <b@example.org>;\r\n\tThu, 1 Jan 2026 00:00:00 +0000\r\n"))
                .isEqualTo("Received: from for.example.com (forge [192.0.2.1])\r\n\tby mx.example.org with ESMTPS\r\n\tid 1\r\n\tfor <redacted>;\r\n\tThu, 1 Jan 2026 00:00:00 +0000\r\n");
        assertThat(told("Received: by x FOR\r\n <\"a;b\"@example.org> (x); today\r\n")).isEqualTo("Received: by x for <redacted>; today\r\n");
        assertThat(told("Received: by x for<b@example.org>")).isEqualTo("Received: by x for <redacted>\r\n");
        assertThat(told("Received: by x for b@example.org\r\n")).isEqualTo("Received: by x for <redacted>\r\n");
    }

    @Test
    void onlyPrintableAsciiLeaves() {
        assertThat(told("Subject: gr\u00fc\u00dfe\0\u007f\tx\r\n")).isEqualTo("Subject: gr??e??\tx\r\n");
        assertThat(told("Subject: a\r\rX-Injected: b\r\n")).isEqualTo("Subject: a??X-Injected: b\r\n");
        assertThat(told("Subject: a\n b\n")).isEqualTo("Subject: a\r\n b\r\n");
        assertThat(told("Subject: " + "x".repeat(5000) + "\r\n")).hasSize(1000).endsWith("x\r\n");
    }

    @Test
    void howeverMuchThereIsLittleLeaves() {
        String many = "Received: by x; today\r\n".repeat(100_000) + "From: a@example.net\r\n";
        assertThat(told(many)).hasSizeBetween(ToldFields.MAX_OCTETS - 100, ToldFields.MAX_OCTETS);
        assertThat(told("Subject: " + " x\r\n".repeat(1 << 20) + "Date: today\r\n")).isEqualTo("Date: today\r\n");
        assertThat(told("Received: " + "for ".repeat(4000) + "\r\n")).isEqualTo("Received: for <redacted>\r\n");
    }
}
