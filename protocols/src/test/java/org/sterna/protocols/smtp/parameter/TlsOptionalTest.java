package org.sterna.protocols.smtp.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sterna.protocols.message.HeaderFields;

class TlsOptionalTest {                                           // RFC 8689 section 3
    @ParameterizedTest
    @CsvSource({"'TLS-Required: No\r\n', true", "'tls-required:\r\n no\r\nSubject: x\r\n', true", "'Subject: x\r\n', false", "'TLS-Required: Yes\r\n', false",
        "'TLS-Required: No\r\nTLS-Required: No\r\n', false", "'TLS-Required:\r\n', false", "'TLS-Required: No, thanks\r\n', false"})
    void theFieldIsReadOnce(String header, boolean optional) {
        assertThat(MailParameters.NONE.tagged(HeaderFields.parse(header)).tlsOptional()).isEqualTo(optional);
    }

    @Test
    void whatMailSaysComesFirst() {                               // RFC 8689 section 4.1
        MailParameters required = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(Demand.REQUIRETLS), DsnRequest.NONE, Optional.empty(),
                Optional.empty(), OptionalInt.empty());
        assertThat(required.tagged(HeaderFields.parse("TLS-Required: No\r\n"))).isEqualTo(required);
        assertThat(new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(Demand.values()), DsnRequest.NONE, Optional.empty(), Optional.empty(),
                OptionalInt.empty()).demands()).containsExactlyInAnyOrder(Demand.SMTPUTF8, Demand.REQUIRETLS);
    }
}
