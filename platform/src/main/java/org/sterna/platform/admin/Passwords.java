package org.sterna.platform.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the password of an account comes from: the standard input, the console (asked twice), or else it is invented and shown. */
final class Passwords {
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";    // none that look alike
    private static final int GENERATED_LENGTH = 20;          // 116 bits

    /** A password, and whether its user does not know it yet. */
    record Chosen(String password, boolean generated) {
    }

    private Passwords() {
    }

    static Chosen choose(Terminal terminal, boolean standardInput, String address) {
        if (standardInput) {
            return new Chosen(acceptable(firstLine(terminal)), false);
        }
        Optional<String> typed = terminal.password().apply("Password for " + address);
        if (typed.isEmpty()) {
            return new Chosen(generate(), true);
        }
        if (!terminal.password().apply("Again").equals(typed)) {
            throw new AdminException("the two passwords differ; nothing was changed");
        }
        return new Chosen(acceptable(typed.get()), false);
    }

    private static String firstLine(Terminal terminal) {
        try {
            String line = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8)).readLine();
            return Optional.ofNullable(line).orElse("");
        } catch (IOException e) {
            throw new AdminException("the password cannot be read from the standard input: " + e.getMessage(), e);
        }
    }

    private static String acceptable(String password) {
        if (password.isEmpty()) {
            throw new AdminException("the password is empty; give one of at least one character");
        }
        return password;
    }

    private static String generate() {
        return new SecureRandom().ints(GENERATED_LENGTH, 0, ALPHABET.length())
                .mapToObj(index -> ALPHABET.substring(index, index + 1)).collect(Collectors.joining());
    }
}
