package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sterna.config.Service;

/** What a connection too many is told, in the words that its client knows. */
class FarewellTest {
    @ParameterizedTest
    @EnumSource
    void everyServiceSpeaksItsOwnProtocol(Service service) {
        String text = Listeners.farewell(service, "mail.example.org");
        assertThat(text).endsWith("Too many connections, try again later\r\n");
        switch (service) {
            case IMAP, IMAPS -> assertThat(text).startsWith("* BYE ");
            case POP3, POP3S -> assertThat(text).startsWith("-ERR [SYS/TEMP] ");
            default -> assertThat(text).startsWith("421 4.7.0 mail.example.org ");
        }
    }
}
