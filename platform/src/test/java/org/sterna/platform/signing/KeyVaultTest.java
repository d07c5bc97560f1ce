package org.sterna.platform.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyVaultTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    @Test
    void theFileIsMadeOnceForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("signing.key");
        String sealed = KeyVault.openOrMake(file, RANDOM).seal(new byte[] {1, 2, 3}, "a");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(KeyVault.openOrMake(file, RANDOM).open(sealed, "a")).hasValueSatisfying(octets -> assertThat(octets).containsExactly(1, 2, 3));
    }

    @Test
    void nothingElseOpensWhatWasSealed() throws Exception {
        KeyVault vault = KeyVault.openOrMake(folder.resolve("one"), RANDOM);
        String sealed = vault.seal(new byte[] {1, 2, 3}, "a");

        assertThat(vault.fits(sealed)).isTrue();
        assertThat(KeyVault.openOrMake(folder.resolve("another"), RANDOM).fits(sealed)).isFalse();
        assertThat(vault.open(sealed, "b")).isEmpty();
        assertThat(KeyVault.openOrMake(folder.resolve("other"), RANDOM).open(sealed, "a")).isEmpty();
        assertThat(vault.open(sealed.substring(0, sealed.length() - 4) + "AAAA", "a")).isEmpty();
        assertThat(vault.open("x", "a")).isEmpty();
        assertThat(vault.seal(new byte[] {1, 2, 3}, "a")).isNotEqualTo(sealed);
    }

    @Test
    void aFileForOthersOrWithoutAKeyIsNotTaken() throws Exception {
        Path file = folder.resolve("signing.key");
        KeyVault.openOrMake(file, RANDOM);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> KeyVault.open(file, RANDOM)).hasMessageContaining("chmod 600");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "secret\n");
        assertThatThrownBy(() -> KeyVault.open(file, RANDOM)).hasMessageContaining("32 octets in base64");
    }
}
