package org.sterna.protocols.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.smtp.TransmissionType.Greeting;

class TransmissionTypeTest {
    @Test
    void everyKeywordOfTheRegistryIsReached() {                  // RFC 3848, RFC 6531 section 4.3
        Set<TransmissionType> reached = EnumSet.noneOf(TransmissionType.class);
        for (Greeting greeting : Greeting.values()) {
            for (boolean secured : new boolean[] {false, true}) {
                for (boolean authenticated : new boolean[] {false, true}) {
                    TransmissionType type = TransmissionType.of(greeting, secured, authenticated);
                    reached.add(type);
                    reached.add(type.withUtf8());
                    assertThat(type.withUtf8().withUtf8()).isEqualTo(type.withUtf8());
                }
            }
        }
        assertThat(reached).isEqualTo(EnumSet.allOf(TransmissionType.class));
        assertThat(TransmissionType.of(Greeting.EHLO, true, true).withUtf8()).isEqualTo(TransmissionType.UTF8SMTPSA);
        assertThat(TransmissionType.of(Greeting.LHLO, true, false).withUtf8()).isEqualTo(TransmissionType.UTF8LMTPS);
        assertThat(TransmissionType.of(Greeting.HELO, true, false).withUtf8()).as("no parameters without EHLO").isEqualTo(TransmissionType.SMTP);
    }
}
