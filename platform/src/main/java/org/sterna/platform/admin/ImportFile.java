package org.sterna.platform.admin;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of many lines that a node is sent.
 *
 * @param file - is the standard input
 * @param form of a line, in words
 * @param line the same as a regular expression
 */
record ImportFile(Path file, String form, String line) {
    /** Only the form is checked, so that a mistyped line is told with its number before anything is made. */
    String read(Terminal terminal) {
        String text = text(terminal);
        int number = 0;
        for (String each : text.lines().toList()) {
            number++;
            if (!each.isBlank() && !each.startsWith("#") && !each.strip().matches(line)) {
                throw new AdminException(file + ", line " + number + " must be \"" + form + "\"; nothing was imported");
            }
        }
        return text;
    }

    private String text(Terminal terminal) {
        try {
            return file.toString().equals("-") ? new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new AdminException(file + " is not UTF-8 text; it must have lines of \"" + form + "\"", e);
        } catch (IOException e) {
            throw new AdminException(file + " cannot be read (" + e.getClass().getSimpleName()
                    + "); it must be a file with lines of \"" + form + "\"", e);
        }
    }
}
