package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailboxResponsesTest {
    private static final Enabled REV2 = Enabled.NOTHING.with("IMAP4REV2");

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String list(MailboxResponses.ListEntry entry, Enabled enabled) {
        return text(MailboxResponses.list(entry, enabled));
    }

    @Test
    void lists() {                                                          // RFC 9051 section 7.3.1, RFC 5258 section 5
        MailboxResponses.ListEntry drafts =
                MailboxResponses.ListEntry.of(List.of("\\HasNoChildren", "\\Drafts"), new MailboxName("Entw\u00fcrfe"));
        assertThat(list(drafts, Enabled.NOTHING)).isEqualTo("* LIST (\\HasNoChildren \\Drafts) \"/\" \"Entw&APw-rfe\"\r\n");
        assertThat(list(drafts, REV2)).isEqualTo("* LIST (\\HasNoChildren \\Drafts) \"/\" \"Entw\u00c3\u00bcrfe\"\r\n");
        assertThat(list(new MailboxResponses.ListEntry(List.of(), new MailboxName("Foo"), Optional.empty(), List.of("SUBSCRIBED")),
                Enabled.NOTHING)).isEqualTo("* LIST () \"/\" \"Foo\" (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n");
        assertThat(list(new MailboxResponses.ListEntry(List.of(), new MailboxName("New"), Optional.of(new MailboxName("Old")),
                List.of("SUBSCRIBED", "SPECIAL-USE")), REV2)).isEqualTo(
                "* LIST () \"/\" \"New\" (\"CHILDINFO\" (\"SUBSCRIBED\" \"SPECIAL-USE\") \"OLDNAME\" (\"Old\"))\r\n");
        assertThat(list(new MailboxResponses.ListEntry(List.of(), new MailboxName("New"), Optional.of(new MailboxName("Old")), List.of()),
                REV2)).isEqualTo("* LIST () \"/\" \"New\" (\"OLDNAME\" (\"Old\"))\r\n");
        assertThat(text(MailboxResponses.lsub(List.of(), new MailboxName("a\"b"), Enabled.NOTHING)))
                .isEqualTo("* LSUB () \"/\" \"a\\\"b\"\r\n");
        assertThat(text(MailboxResponses.listDelimiter())).isEqualTo("* LIST (\\Noselect) \"/\" \"\"\r\n");
        assertThat(text(MailboxResponses.namespace())).isEqualTo("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n");
    }

    @Test
    void status() {                                                         // RFC 9051 section 7.3.2, RFC 8474, RFC 7889
        Map<StatusItem, StatusValue> values = new LinkedHashMap<>();
        values.put(StatusItem.MESSAGES, new StatusValue.Number(231));
        values.put(StatusItem.MAILBOXID, new StatusValue.ObjectId("F2212ea87-6097"));
        values.put(StatusItem.APPENDLIMIT, new StatusValue.Nil());
        values.put(StatusItem.DELETED_STORAGE, new StatusValue.Number(8));
        assertThat(text(MailboxResponses.status(new MailboxName("blurdybloop"), values, Enabled.NOTHING))).isEqualTo(
                "* STATUS \"blurdybloop\" (MESSAGES 231 MAILBOXID (F2212ea87-6097) APPENDLIMIT NIL DELETED-STORAGE 8)\r\n");
    }

    @Test
    void quota() {                                                          // RFC 9208 section 4.2
        assertThat(text(MailboxResponses.quota("", List.of(new MailboxResponses.QuotaResource("STORAGE", 10, 512),
                new MailboxResponses.QuotaResource("MESSAGE", 20, 100))))).isEqualTo("* QUOTA \"\" (STORAGE 10 512 MESSAGE 20 100)\r\n");
        assertThat(text(MailboxResponses.quotaRoot(MailboxName.INBOX, List.of(""), Enabled.NOTHING))).isEqualTo("* QUOTAROOT \"INBOX\" \"\"\r\n");
        assertThat(text(MailboxResponses.quotaRoot(new MailboxName("x"), List.of(), REV2))).isEqualTo("* QUOTAROOT \"x\"\r\n");
    }

    @Test
    void metadata() {                                                       // RFC 5464 section 4.4
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        values.put("/shared/comment", Optional.of("Shared \"comment\""));
        values.put("/private/comment", Optional.empty());
        values.put("/private/x y", Optional.of("a\0b"));
        values.put("/private/l", Optional.of("a\r\nb"));
        assertThat(text(MailboxResponses.metadata(Optional.of(MailboxName.INBOX), values, Enabled.NOTHING))).isEqualTo(
                "* METADATA \"INBOX\" (/shared/comment \"Shared \\\"comment\\\"\" /private/comment NIL \"/private/x y\" ~{3}\r\na\0b"
                        + " /private/l {4}\r\na\r\nb)\r\n");
        assertThat(text(MailboxResponses.metadataChanged(Optional.empty(), List.of("/shared/comment", "/shared/admin"), REV2)))
                .isEqualTo("* METADATA \"\" /shared/comment /shared/admin\r\n");
    }
}
