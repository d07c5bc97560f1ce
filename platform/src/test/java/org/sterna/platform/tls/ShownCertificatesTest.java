package org.sterna.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShownCertificatesTest {
    private static final TlsIdentity STANDARD = TestPem.ec("mail.example.org");
    private static final TlsIdentity STANDARD_RSA = TestPem.rsa("mail.example.org");
    private static final TlsIdentity WILDCARD = TestPem.ec("*.example.net", "example.net");
    private static final TlsIdentity EXACT = TestPem.ec("Imap.Example.NET");
    private static final TlsIdentity COMMON = TestPem.common("old.example.com");

    private final ShownCertificates shown = ShownCertificates.of(List.of(STANDARD, WILDCARD, EXACT, COMMON, STANDARD_RSA));

    private List<TlsIdentity> candidates(String name) {
        return shown.candidates(Optional.of(name));
    }

    @Test
    void whoNamesNoHostOrAnUnknownOneGetsTheStandard() {
        assertThat(shown.candidates(Optional.empty())).containsExactly(STANDARD, STANDARD_RSA);
        assertThat(candidates("elsewhere.example")).containsExactly(STANDARD, STANDARD_RSA);
        assertThat(candidates("net")).containsExactly(STANDARD, STANDARD_RSA);
        assertThat(shown.standard()).isEqualTo(STANDARD);
    }

    @Test
    void aNameGetsItsOwnInAnyCase() {
        assertThat(candidates("imap.example.net")).containsExactly(EXACT);
        assertThat(candidates("IMAP.EXAMPLE.NET")).containsExactly(EXACT);
        assertThat(candidates("old.example.com")).containsExactly(COMMON);
        assertThat(candidates("mail.example.org")).containsExactly(STANDARD, STANDARD_RSA);
    }

    @Test
    void aWildcardStandsForOneLabel() {                      // RFC 6125 section 6.4.3
        assertThat(candidates("smtp.example.net")).containsExactly(WILDCARD);
        assertThat(candidates("example.net")).containsExactly(WILDCARD);
        assertThat(candidates("a.b.example.net")).containsExactly(STANDARD, STANDARD_RSA);
        assertThat(candidates(".example.net")).containsExactly(STANDARD, STANDARD_RSA);
    }
}
