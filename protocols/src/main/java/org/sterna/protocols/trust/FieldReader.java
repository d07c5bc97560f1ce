package org.sterna.protocols.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads one field, in one pass. RFC 8601 section 2.2. */
final class FieldReader {
    /** Results of one field; more makes it malformed. */
    private static final int MOST_RESULTS = 200;

    private final String text;
    private int at;

    FieldReader(String text) {
        this.text = text;
    }

    /** Who says it, however malformed the rest is; empty if that cannot be read, or the version is not ours. */
    Optional<String> authservId() {
        boolean spaced = space();
        Optional<String> id = spaced ? value() : Optional.empty();
        if (id.isEmpty() || !space()) {
            return Optional.empty();
        }
        String version = run(c -> c >= '0' && c <= '9');
        boolean ended = space() && (at == text.length() || text.charAt(at) == ';');
        return ended && (version.isEmpty() || version.equals("1")) ? id : Optional.empty();
    }

    Optional<AuthenticationResults> read() {
        Optional<String> id = authservId();
        if (id.isEmpty() || at == text.length()) {
            return Optional.empty();
        }
        int start = at;
        at++;
        if (space() && run(Words::isKeywordCharacter).equalsIgnoreCase("none") && space() && at == text.length()) {
            return Optional.of(new AuthenticationResults(id.get(), List.of()));
        }
        at = start;
        List<MethodResult> results = new ArrayList<>();
        while (at < text.length()) {
            Optional<MethodResult> result = text.charAt(at) == ';' && results.size() < MOST_RESULTS ? result() : Optional.empty();
            if (result.isEmpty()) {
                // A semicolon at the end is no result, but many write it.
                return !results.isEmpty() && at == text.length() ? Optional.of(new AuthenticationResults(id.get(), results)) : Optional.empty();
            }
            results.add(result.get());
        }
        return Optional.of(new AuthenticationResults(id.get(), results));
    }

    /** From the semicolon in front on, to the next one or the end. */
    private Optional<MethodResult> result() {
        at++;
        Optional<String> method = spacedKeyword();
        if (method.isEmpty() || !version() || !skip('=')) {
            return Optional.empty();
        }
        Optional<String> result = spacedKeyword();
        if (result.isEmpty() || !space()) {
            return Optional.empty();
        }
        MethodResult read = MethodResult.of(method.get(), result.get());
        while (at < text.length() && text.charAt(at) != ';') {
            Optional<MethodResult> more = more(read);
            if (more.isEmpty()) {
                return Optional.empty();
            }
            read = more.get();
        }
        return Optional.of(read);
    }

    /** A reason or a property. */
    private Optional<MethodResult> more(MethodResult read) {
        Optional<String> word = spacedKeyword();
        if (word.isEmpty() || !space()) {
            return Optional.empty();
        }
        if (word.get().equalsIgnoreCase("reason") && skip('=')) {
            Optional<String> reason = space() ? value() : Optional.empty();
            return reason.isPresent() && space() ? reason.map(read::because) : Optional.empty();
        }
        Optional<String> name = skip('.') ? spacedKeyword() : Optional.empty();
        Optional<String> value = name.isPresent() && space() && skip('=') && space() ? propertyValue() : Optional.empty();
        return value.isPresent() && space() ? Optional.of(read.with(word.get(), name.get(), value.get())) : Optional.empty();
    }

    private boolean version() {
        if (!space()) {
            return false;
        }
        if (!skip('/')) {
            return true;
        }
        return space() && !run(c -> c >= '0' && c <= '9').isEmpty() && space();
    }

    private Optional<String> spacedKeyword() {
        String word = space() ? run(Words::isKeywordCharacter) : "";
        return word.isEmpty() ? Optional.empty() : Optional.of(word);
    }

    /** A token, a quoted string, or an address whose parts are such. Slashes and the like are taken, for many write them without quotes. */
    private Optional<String> propertyValue() {
        Optional<String> local = at < text.length() && text.charAt(at) == '"' ? value() : Optional.of(run(FieldReader::isBare));
        if (local.isEmpty() || local.get().isEmpty() && (at == text.length() || text.charAt(at) != '@')) {
            return Optional.empty();
        }
        return skip('@') ? Optional.of(local.get() + "@" + run(FieldReader::isBare)) : local;
    }

    private static boolean isBare(int c) {
        return Words.isTokenCharacter(c) || c == '/' || c == ':' || c == '=' || c == '[' || c == ']' || c == '<' || c == '>' || c == '?';
    }

    private Optional<String> value() {
        if (!skip('"')) {
            String token = run(Words::isTokenCharacter);
            return token.isEmpty() ? Optional.empty() : Optional.of(token);
        }
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            if (text.charAt(at) != '\r' && text.charAt(at) != '\n') {
                value.append(text.charAt(at));
            }
            at++;
        }
        return skip('"') ? Optional.of(value.toString()) : Optional.empty();
    }

    private String run(IntPredicate wanted) {
        int from = at;
        while (at < text.length() && wanted.test(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean skip(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** White space and comments (RFC 5322 section 3.2.2); false if a comment does not end. */
    private boolean space() {
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (c == '\\' && depth > 0) {
                at++;
            } else if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return true;
            }
            at++;
        }
        at = Math.min(at, text.length());
        return depth == 0;
    }
}
