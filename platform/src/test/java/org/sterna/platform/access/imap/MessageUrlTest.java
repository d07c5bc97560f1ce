package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.MailboxName;
import org.sterna.protocols.imap.Section;

class MessageUrlTest {
    @Test
    void theExampleOfTheRfcIsRead() {                                    // RFC 4469 section 3
        MessageUrl url = MessageUrl.parse("/Drafts;UIDVALIDITY=385759045/;UID=20/;section=1.MIME").orElseThrow();

        assertThat(url.mailbox()).contains(new MailboxName("Drafts"));
        assertThat(url.uidValidity()).isEqualTo(OptionalLong.of(385759045));
        assertThat(url.uid()).isEqualTo(20);
        assertThat(url.octets().section().text()).isEqualTo(Section.Piece.MIME);
    }

    @Test
    void namesAreDecoded() {
        assertThat(MessageUrl.parse("/Entw%C3%BCrfe/2024/;UID=1").orElseThrow().mailbox()).contains(new MailboxName("Entw\u00fcrfe/2024"));
        assertThat(MessageUrl.parse("/a%41/;UID=1").orElseThrow().mailbox()).contains(new MailboxName("aA"));
    }

    @Test
    void aPartIsNamedByItsOctets() {
        MessageUrl url = MessageUrl.parse("/;UID=7/;SECTION=TEXT/;PARTIAL=10.20").orElseThrow();

        assertThat(url.mailbox()).isEmpty();
        assertThat(url.octets().partial()).isEqualTo(Optional.of(new FetchItem.Partial(10, 20)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/INBOX", "/INBOX/;UID=0", "/INBOX/;UID=99999999999", "imap://other.example/INBOX/;UID=1", "/a%zz/;UID=1", "/a%4",
        "/INBOX/;UID=1/;SECTION=NONSENSE", "/INBOX/;UID=1/;SECTION=TEXT]%20FLAGS%20BODY[1", "/../;UID=1/x", "/INBOX/;UID=1;URLAUTH=anonymous"})
    void othersAreNot(String text) {
        assertThat(MessageUrl.parse(text)).isEmpty();
    }
}
