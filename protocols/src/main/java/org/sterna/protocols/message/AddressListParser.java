package org.sterna.protocols.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the address lists of RFC 5322 section 3.4 in one pass, with the obsolete forms of section 4.4 and whatever else
 * people put there. It never fails; text in which no address can be seen becomes a local-part without a host.
 */
final class AddressListParser {
    /** Far above any real list, far below what would make a hostile header expensive. */
    private static final int MAX_ADDRESSES = 10_000;

    private final String text;
    private final List<EnvelopeAddress> list = new ArrayList<>();
    private int at;

    /** What stands before the next separator: words of a phrase, or of a bare address. */
    private final StringBuilder words = new StringBuilder();
    private final StringBuilder comment = new StringBuilder();
    private Optional<EnvelopeAddress> angle = Optional.empty();
    private int atSign = -1;
    private boolean spaceBefore;
    private boolean inGroup;

    private AddressListParser(String text) {
        this.text = text;
    }

    /**
     * @param text octet string, unfolded
     * @return at most 10,000 elements
     */
    static List<EnvelopeAddress> parse(String text) {
        AddressListParser parser = new AddressListParser(text);
        parser.run();
        return List.copyOf(parser.list);
    }

    private void run() {
        while (at < text.length() && list.size() < MAX_ADDRESSES) {
            char c = text.charAt(at++);
            switch (c) {
                case ' ', '\t', '\r', '\n' -> spaceBefore = true;
                case '"' -> word(quoted('"'));
                case '(' -> comment();
                case '<' -> angle = Optional.of(angleAddress());
                case '[' -> word("[" + quoted(']') + "]");
                case ',' -> endAddress();
                case ';' -> endGroup();
                case ':' -> startGroup();
                case '@' -> {
                    if (atSign < 0) {
                        atSign = words.length();
                    }
                    words.append('@');
                    spaceBefore = false;
                }
                case '.' -> {
                    words.append('.');
                    spaceBefore = false;
                }
                default -> word(atom());
            }
        }
        endGroup();
    }

    private void word(String word) {
        char last = words.isEmpty() ? '@' : words.charAt(words.length() - 1);
        if (spaceBefore && last != '@' && (last != '.' || atSign < 0)) {
            words.append(' ');
        }
        spaceBefore = false;
        words.append(word);
    }

    private String atom() {
        int from = at - 1;
        while (at < text.length() && " \t\r\n\"(<[,;:@.".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    /** The text up to the closing mark, backslashes undone; the mark itself is consumed and may be missing. */
    private String quoted(char close) {
        StringBuilder quoted = new StringBuilder();
        while (at < text.length() && text.charAt(at) != close) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            quoted.append(text.charAt(at++));
        }
        at++;
        return quoted.toString();
    }

    private void comment() {
        int depth = 1;
        StringBuilder inner = new StringBuilder();
        while (at < text.length() && depth > 0) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                inner.append(text.charAt(at++));
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth > 0) {
                inner.append(c);
            }
        }
        comment.setLength(0);
        comment.append(inner.toString().strip());
        spaceBefore = true;
    }

    private EnvelopeAddress angleAddress() {
        Optional<String> route = Optional.empty();
        StringBuilder inner = new StringBuilder();
        int lastAt = -1;
        while (at < text.length() && text.charAt(at) != '>') {
            char c = text.charAt(at++);
            if (c == '"') {
                inner.append(quoted('"'));
            } else if (c == '(') {
                StringBuilder kept = new StringBuilder(comment);
                comment();
                comment.setLength(0);
                comment.append(kept);
            } else if (c == ':' && lastAt == 0) {
                route = Optional.of(inner.toString());
                inner.setLength(0);
                lastAt = -1;
            } else if (c > ' ') {
                if (c == '@' && (lastAt < 0 || route.isEmpty() && lastAt > 0)) {
                    lastAt = inner.length();
                }
                inner.append(c);
            }
        }
        at++;
        return address(Optional.empty(), route, inner.toString(), lastAt);
    }

    private static EnvelopeAddress address(Optional<String> name, Optional<String> route, String spec, int at) {
        String mailbox = at < 0 ? spec : spec.substring(0, at);
        String host = at < 0 ? "" : spec.substring(at + 1);
        return new EnvelopeAddress(name, route, Optional.of(mailbox), Optional.of(host));
    }

    private void endAddress() {
        String phrase = words.toString().strip();
        Optional<String> remark = comment.isEmpty() ? Optional.empty() : Optional.of(comment.toString());
        if (angle.isPresent()) {
            EnvelopeAddress found = angle.get();
            Optional<String> name = phrase.isEmpty() ? remark : Optional.of(phrase);
            list.add(new EnvelopeAddress(name, found.route(), found.mailbox(), found.host()));
        } else if (!phrase.isEmpty()) {
            list.add(address(remark, Optional.empty(), phrase, atSign));
        }
        words.setLength(0);
        comment.setLength(0);
        angle = Optional.empty();
        atSign = -1;
        spaceBefore = false;
    }

    private void startGroup() {
        if (inGroup || atSign >= 0 || angle.isPresent()) {
            words.append(':');
            return;
        }
        list.add(EnvelopeAddress.groupStart(words.toString().strip()));
        inGroup = true;
        words.setLength(0);
        comment.setLength(0);
        spaceBefore = false;
    }

    private void endGroup() {
        endAddress();
        if (inGroup) {
            list.add(EnvelopeAddress.GROUP_END);
            inGroup = false;
        }
    }
}
