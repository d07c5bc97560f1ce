package org.sterna.protocols.smtp.parameter;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import org.sterna.protocols.address.Utf8;

/**
 * Goes through the words behind a path, takes them apart at their equals signs (RFC 5321 section 4.1.2) and has each read; the first
 * one that is wrong decides what is said about all. One object reads one command.
 *
 * @param <P> what they come to
 */
abstract class ParameterWords<P> {
    private final EnumSet<ParameterKeyword> said = EnumSet.noneOf(ParameterKeyword.class);

    /** Whether the command has such a parameter. */
    abstract boolean knows(ParameterKeyword keyword);

    /** A keyword without value; false when it wants one. */
    abstract boolean read(ParameterKeyword keyword);

    /** @param value not empty; false when the keyword wants another, or none */
    abstract boolean read(ParameterKeyword keyword, String value);

    /** What all words have come to. */
    abstract P result();

    final ParameterReading<P> readAll(String words) {
        int from = startOfWord(words, 0);
        while (from < words.length()) {
            int end = endOf(words, ' ', from, words.length());
            int equals = endOf(words, '=', from, end);
            if (!isKeyword(words, from, equals)) {
                return new ParameterReading.Malformed<>("");
            }
            Optional<ParameterKeyword> keyword = ParameterKeyword.in(words, from, equals);
            if (keyword.isEmpty() || !knows(keyword.get())) {
                return new ParameterReading.Unknown<>(words.substring(from, equals).toUpperCase(Locale.ROOT));
            }
            if (!said.add(keyword.get()) || !read(keyword.get(), words, equals, end)) {
                return new ParameterReading.Malformed<>(keyword.get().text());
            }
            from = startOfWord(words, end);
        }
        return new ParameterReading.WellFormed<>(result(), Collections.unmodifiableSet(said));
    }

    /** RFC 5321 section 4.1.2: a value may be missing, with its equals sign, but not empty. */
    private boolean read(ParameterKeyword keyword, String words, int equals, int end) {
        return equals == end ? read(keyword) : equals + 1 < end && read(keyword, words.substring(equals + 1, end));
    }

    private static int startOfWord(String words, int from) {
        int at = from;
        while (at < words.length() && words.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static int endOf(String words, char mark, int from, int end) {
        int at = words.indexOf(mark, from);
        return at < 0 || at > end ? end : at;
    }

    private static boolean isKeyword(String words, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = words.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && (c != '-' || i == from)) {
                return false;
            }
        }
        return from < to;
    }

    /** Whether a value is that word in any case; letters outside ASCII have no such twins here. */
    static boolean is(String word, String value) {
        return value.equalsIgnoreCase(word) && Utf8.isAscii(value);
    }

    /** The constant of that name in any case. */
    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
        for (E each : type.getEnumConstants()) {
            if (is(each.name(), name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
