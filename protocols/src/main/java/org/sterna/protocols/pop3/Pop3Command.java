package org.sterna.protocols.pop3;

import java.util.Optional;
import java.util.OptionalInt;

/** A command whose syntax is right. RFC 1939 sections 4 to 7. Message numbers are 1 or more. */
public sealed interface Pop3Command {
    /** Names the user. */
    record User(String name) implements Pop3Command {}

    /** @param password everything behind the first space; never printed */
    record Pass(String password) implements Pop3Command {
        @Override
        public String toString() {
            return "Pass[]";
        }
    }

    /**
     * RFC 5034 section 4.
     *
     * @param initialResponse in base64; never printed
     */
    record Auth(String mechanism, Optional<String> initialResponse) implements Pop3Command {
        @Override
        public String toString() {
            return "Auth[mechanism=" + mechanism + "]";
        }
    }

    /** RFC 2595 section 4. */
    record Stls() implements Pop3Command {}

    /** RFC 2449 section 5. */
    record Capa() implements Pop3Command {}

    /** RFC 6856 section 2.1. */
    record Utf8() implements Pop3Command {}

    /**
     * RFC 6856 section 3.
     *
     * @param range the language wanted, or the languages there are when empty
     */
    record Lang(Optional<String> range) implements Pop3Command {}

    /** Count and size of the maildrop. */
    record Stat() implements Pop3Command {}

    /** @param number one message, or all when empty */
    record List(OptionalInt number) implements Pop3Command {}

    /** @param number one message, or all when empty */
    record Uidl(OptionalInt number) implements Pop3Command {}

    /** Sends a message. */
    record Retr(int number) implements Pop3Command {}

    /** @param lines of the body, 0 or more */
    record Top(int number, int lines) implements Pop3Command {}

    /** Marks a message as deleted. */
    record Dele(int number) implements Pop3Command {}

    /** Takes all marks away. */
    record Rset() implements Pop3Command {}

    /** Does nothing. */
    record Noop() implements Pop3Command {}

    /** Enters the UPDATE state, or just leaves. */
    record Quit() implements Pop3Command {}
}
