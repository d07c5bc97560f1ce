package org.sterna.protocols.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternationalAddressTest {
    @ParameterizedTest
    @CsvSource({
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.Example, xn--bcher-kva.example",
        "bu\u0308cher.example, xn--bcher-kva.example",
        "faß.example, xn--fa-hia.example",
        "βόλος.example, xn--nxasmm1c.example",
        "παράδειγμα.δοκιμή, xn--hxajbheg2az3al.xn--jxalpdlp",
        "例え.テスト, xn--r8jz45g.xn--zckzah",
        "उदाहरण.परीक्षा, xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g",
        "пример.испытание, xn--e1afmkfd.xn--80akhbyknj4f",
        "mañana.com, xn--maana-pta.com",
        "ısı.example, xn--s-ekab.example",
    })
    void domainsAreComparedAsALabels(String unicode, String ascii) {     // RFC 5891 section 4.4
        Domain domain = Domain.parse(unicode, AddressForm.UTF8).orElseThrow();
        assertThat(domain.text()).isEqualTo(ascii);
        assertThat(Domain.parse(ascii)).contains(domain);
        assertThat(Domain.parse(domain.unicode(), AddressForm.UTF8)).contains(domain);
        assertThat(Domain.parse(unicode)).as("not without SMTPUTF8").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "xn--bcher-kva.example, bücher.example",
        "mx.xn--e1afmkfd.example, mx.пример.example",
        "xn--.example, xn--.example",
        "xn--a.example, xn--a.example",
        "xn--bcher-kva9999999.example, xn--bcher-kva9999999.example",
        "example.org, example.org",
    })
    void aLabelsThatAreNoneStayAsTheyAre(String ascii, String unicode) {  // RFC 5890 section 2.3.2.1
        assertThat(DomainName.parse(ascii).map(DomainName::unicode)).isEqualTo(DomainName.parse(ascii).map(name -> unicode));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "bü\u202echer.example", "\u200ebücher.example", "bücher\u2066.example", "bü\u0085cher.example", "\ufeffbücher.example",
        "bü\ud800cher.example", "\u0308ü.example", "-bücher.example", "bücher-.example", "ab--ü.example", "bü cher.example",
        "bü_cher.example", "☕.example", "bücher..example", "bücher.", "ｂücher.example", "bü\u200dcher.example", "例え。テスト", "İü.example",
        "ü\u0000.example", "\uff0eü.example", "[bücher]", "[\u0131pv6:2001:db8::1]",
    })
    void impossibleNamesAreRefused(String name) {                // RFC 5892 section 3
        assertThat(Domain.parse(name, AddressForm.UTF8)).isEmpty();
    }

    @Test
    void labelsAreBoundedInTheirAsciiForm() {
        assertThat(DomainName.parse("ü".repeat(54) + ".example", AddressForm.UTF8)).isPresent();
        assertThat(DomainName.parse("ü".repeat(59) + ".example", AddressForm.UTF8)).isEmpty();
        assertThat(DomainName.parse("ü".repeat(600), AddressForm.UTF8)).isEmpty();
        assertThat(DomainName.parse("\u4f8b".repeat(20) + ("." + "\u4f8b".repeat(20)).repeat(11), AddressForm.UTF8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
        "jürgen@example.org, jürgen@example.org",
        "用户@例え.テスト, 用户@xn--r8jz45g.xn--zckzah",
        "J.é+x@BÜCHER.example, J.é+x@xn--bcher-kva.example",
        "'\"a é\"@example.org', '\"a é\"@example.org'",
        "'\"é\"@example.org', é@example.org",
        "😀@example.org, 😀@example.org",
        "e\u0301@example.org, e\u0301@example.org",
    })
    void localPartsStayAsTheyCame(String text, String printed) {  // RFC 6531 section 3.3
        Address address = Address.parse(text, AddressForm.UTF8).orElseThrow();
        assertThat(address).hasToString(printed);
        assertThat(address.needsUtf8()).isTrue();
        assertThat(Address.parse(printed, AddressForm.UTF8)).contains(address);
        assertThat(Address.parse(address.unicode(), AddressForm.UTF8)).contains(address);
        assertThat(Address.parse(text)).as("not without SMTPUTF8").isEmpty();
        assertThat(ForwardPath.parse("<" + text + ">", AddressForm.UTF8)).contains(address);
        assertThat(ReversePath.parse("<@bücher.example:" + text + ">", AddressForm.UTF8)).contains(address);
        assertThat(ForwardPath.parse("<" + text + ">")).isEmpty();
        assertThat(ReversePath.parse("<" + text + ">")).isEmpty();
    }

    @Test
    void onlyTheLocalPartNeedsTheExtension() {                   // RFC 6531 section 3.2
        Address address = Address.parse("jones@bücher.example", AddressForm.UTF8).orElseThrow();
        assertThat(address.needsUtf8()).isFalse();
        assertThat(address.path()).isEqualTo("<jones@xn--bcher-kva.example>");
        assertThat(address.unicode()).isEqualTo("jones@bücher.example");
        assertThat(Postmaster.POSTMASTER.needsUtf8()).isFalse();
        assertThat(NullReversePath.NULL.needsUtf8()).isFalse();
        assertThat(LocalPart.parse("POSTMASTER", AddressForm.UTF8).orElseThrow().isPostmaster()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "é\u0085@example.org", "\ufeffé@example.org", "\ud800é@example.org", "é\udc00@example.org", "é\u2028@example.org",
        "é\u0000@example.org", "é\r\n@example.org", "é\u007f@example.org", "\uffff@example.org", "é é@example.org", "é..é@example.org",
        "é@", "\"é@example.org", "\"é\\\"@example.org",
    })
    void whatIsNoTextIsRefused(String text) {
        assertThat(Address.parse(text, AddressForm.UTF8)).isEmpty();
    }

    @Test
    void lengthsAreInOctets() {                                  // RFC 5321 section 4.5.3.1.1
        assertThat(LocalPart.parse("é".repeat(32), AddressForm.UTF8)).isPresent();
        assertThat(LocalPart.parse("é".repeat(33), AddressForm.UTF8)).isEmpty();
        assertThat(LocalPart.parse("😀".repeat(17), AddressForm.UTF8)).isEmpty();
        String longest = "d".repeat(63) + "." + "d".repeat(63) + "." + "d".repeat(61);
        assertThat(Address.parse("é".repeat(32) + "@" + longest, AddressForm.UTF8)).isPresent();
        assertThat(Address.parse("é".repeat(32) + "@" + longest + ".d", AddressForm.UTF8)).as("256 octets, brackets not counted").isEmpty();
    }

    @Test
    void octetsAreReadStrictly() {                               // RFC 3629 section 3
        assertThat(Utf8.decode("abc")).contains("abc");
        assertThat(Utf8.decode("\u00c3\u00a9")).contains("é");
        assertThat(Utf8.decode("\u00f0\u009f\u0098\u0080")).contains("😀");
        assertThat(Utf8.decode("\u00c0\u00af")).as("overlong").isEmpty();
        assertThat(Utf8.decode("\u00ed\u00a0\u0080")).as("surrogate").isEmpty();
        assertThat(Utf8.decode("\u00f4\u0090\u0080\u0080")).as("beyond U+10FFFF").isEmpty();
        assertThat(Utf8.decode("a\u00c3")).as("cut off").isEmpty();
        assertThat(Utf8.decode("\u0141")).as("no octet").isEmpty();
    }

    @Property(tries = 300)
    void anyTextIsReadOrRefused(@ForAll @StringLength(max = 70) String text) {
        assertThatCode(() -> {
            Domain.parse(text, AddressForm.UTF8).ifPresent(domain ->
                    assertThat(Domain.parse(domain.unicode(), AddressForm.UTF8)).contains(domain));
            Domain.parse("xn--" + text.toLowerCase(Locale.ROOT)).ifPresent(Domain::unicode);
            LocalPart.parse(text, AddressForm.UTF8).ifPresent(local ->
                    assertThat(LocalPart.parse(local.toString(), AddressForm.UTF8)).contains(local));
            String octets = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            assertThat(Utf8.decode(octets).map(Utf8::encode)).contains(octets);
        }).doesNotThrowAnyException();
    }

    @Property(tries = 500)
    void anyALabelIsDecodedOrKept(@ForAll("labels") String label) {
        DomainName name = new DomainName("xn--" + label + ".example");
        assertThat(DomainName.parse(name.unicode(), AddressForm.UTF8)).contains(name);
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.strings().withChars("abckxyz0189-").ofMinLength(1).ofMaxLength(59)
                .filter(label -> !label.endsWith("-"));
    }
}
