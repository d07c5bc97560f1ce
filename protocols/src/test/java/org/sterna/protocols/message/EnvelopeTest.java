package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
    /** name|route|mailbox|host per address, {@code -} for nothing. */
    private static String show(List<EnvelopeAddress> list) {
        return String.join(" ; ", list.stream().map(address -> String.join("|", List.of(address.name().orElse("-"),
                address.route().orElse("-"), address.mailbox().orElse("-"), address.host().orElse("-")))).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "jones@example.org ~ -|-|jones|example.org",
        "Jones <jones@example.org> ~ Jones|-|jones|example.org",
        "\"Jones, Q. (x)\" <jones@example.org>, smith@example.org ~ Jones, Q. (x)|-|jones|example.org ; -|-|smith|example.org",
        "Joe Q. Public <john.q.public@example.com> ~ Joe Q. Public|-|john.q.public|example.com",
        "jdoe@example.org (John \\(J\\) Doe) ~ John (J) Doe|-|jdoe|example.org",
        "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)> ~ Pete|-|pete|silly.test",
        "\"a b\"@example.org ~ -|-|a b|example.org",
        "<\"a@b\"@example.org> ~ -|-|a@b|example.org",
        "<@x.example,@y.example:jones@example.org> ~ -|@x.example,@y.example|jones|example.org",
        "A Group:Ed Jones <joe@where.test>,one@y.test; ~ -|-|A Group|- ; Ed Jones|-|joe|where.test ; -|-|one|y.test ; -|-|-|-",
        "Undisclosed recipients:; ~ -|-|Undisclosed recipients|- ; -|-|-|-",
        "open: a@b.test ~ -|-|open|- ; -|-|a|b.test ; -|-|-|-",
        "jones @ example . org ~ -|-|jones|example.org",
        "user@[192.0.2.1] ~ -|-|user|[192.0.2.1]",
        "nobody ~ -|-|nobody|",
        ", , a@b.test,, ~ -|-|a|b.test",
        "=?utf-8?q?J=C3=BCrgen?= <j@example.org> ~ =?utf-8?q?J=C3=BCrgen?=|-|j|example.org",
        "Jones <jones@example.org ~ Jones|-|jones|example.org",
        "\"Jones <jones@example.org> ~ -|-|Jones <jones@example.org>|",
        "<> ~ -|-||",
    })
    void readsAddressLists(String field, String expected) {
        assertThat(show(AddressListParser.parse(field))).isEqualTo(expected.strip());
    }

    @Test
    void senderAndReplyToDefaultToFrom() {                                   // RFC 9051 section 7.5.2
        Envelope envelope = Envelope.of(HeaderFields.parse("From: a@example.org\r\nSubject:  folded\r\n\ttext \r\n"));
        assertThat(envelope.sender()).isEmpty();
        assertThat(envelope.senderOrFrom()).isEqualTo(envelope.from()).hasSize(1);
        assertThat(envelope.replyToOrFrom()).isEqualTo(envelope.from());
        assertThat(envelope.subject()).contains("folded\ttext");
        assertThat(envelope.date()).isEmpty();
    }

    @Test
    void addressesOfRepeatedFieldsAreJoined() {
        Envelope envelope = Envelope.of(HeaderFields.parse("To: a@example.org\r\nSubject: 1\r\nTO: b@example.org\r\nSubject: 2\r\n"));
        assertThat(envelope.to()).extracting(EnvelopeAddress::mailbox).containsExactly(Optional.of("a"), Optional.of("b"));
        assertThat(envelope.subject()).contains("1");
    }

    @Test
    void aHostileListStaysBounded() {
        assertThat(AddressListParser.parse("a,".repeat(100_000))).hasSize(10_000);
        assertThat(AddressListParser.parse("(".repeat(100_000))).isEmpty();
    }
}
