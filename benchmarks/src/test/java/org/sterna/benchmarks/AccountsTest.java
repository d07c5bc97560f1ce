package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
    @TempDir
    private Path folder;

    @Test
    void aPasswordMayHaveSpaces() throws IOException {
        Path file = Files.writeString(folder.resolve("users"), "# comment\n\njones@example.org  two words\nsmith@example.org x\n");
        assertThat(Accounts.read(file)).containsEntry("jones@example.org", "two words").containsEntry("smith@example.org", "x").hasSize(2);
    }

    @Test
    void aLineWithoutAPasswordIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("users"), "jones@example.org x\nsmith@example.org\n");
        assertThatIOException().isThrownBy(() -> Accounts.read(file)).withMessageContaining("line 2");
    }
}
