package org.sterna.platform.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.directory.Directory;

class LoginNamesTest {
    private static final LoginNames PLAIN = LoginNames.of(Optional.empty(), () -> Directory.EMPTY);
    private static final LoginNames COMPLETED = LoginNames.of(Optional.of("example.org"), () -> Directory.EMPTY);

    @Test
    void aNameWithoutDomainIsOfTheDefaultOne() {
        assertThat(COMPLETED.key("jones")).contains("jones@example.org");
        assertThat(PLAIN.key("jones")).isEmpty();
    }

    @Test
    void aNameWithDomainIsTakenAsItIs() {
        assertThat(COMPLETED.key("jones@example.net")).contains("jones@example.net").isEqualTo(PLAIN.key("jones@example.net"));
    }

    @Test
    void whatCanBeNoNameIsNobodys() {
        assertThat(COMPLETED.key("")).isEmpty();
        assertThat(COMPLETED.key("jo nes")).isEmpty();
        assertThat(COMPLETED.key("jones@")).isEmpty();
        assertThat(COMPLETED.key("@")).isEmpty();
    }
}
