package org.sterna.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads lines of "address password", the form that {@code ./sterna account import} takes. */
final class Accounts {
    private Accounts() { }

    /**
     * Passwords by address, in the order of the file.
     *
     * @throws IOException if the file cannot be read or a line has another form; names the line
     */
    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> passwords = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+", 2);
            if (words.length != 2) {
                throw new IOException(file + ", line " + number + " must be \"address password\"");
            }
            passwords.put(words[0], words[1]);
        }
        return passwords;
    }
}
