package org.sterna.protocols.pop3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sterna.protocols.message.Envelope;
import org.sterna.protocols.message.EnvelopeAddress;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/** What takes the place of one header field that is not in ASCII. RFC 6858 section 2. */
final class SurrogateField {
    private static final Set<String> ADDRESSES = Set.of("bcc", "cc", "from", "reply-to", "resent-bcc", "resent-cc", "resent-from",
            "resent-reply-to", "resent-sender", "resent-to", "return-path", "sender", "to");
    private static final Set<String> PARAMETERIZED = Set.of("content-type", "content-disposition");
    /** It belongs to nobody and never will (RFC 6858 section 2.1). */
    private static final String NOBODY = "<invalid@internationalized-address.invalid>";
    /** An encoded word has 75 characters at most (RFC 2047 section 2); a character of UTF-8 is never cut in two. */
    private static final int MAX_WORD_OCTETS = 45;

    private SurrogateField() {}

    /** The field in ASCII, with its line end; nothing if it must be left out. */
    static byte[] of(byte[] octets) {
        List<HeaderField> fields = HeaderFields.parse(octets).fields();
        if (fields.isEmpty() || !isAscii(fields.get(0).name())) {
            return new byte[0];
        }
        HeaderField field = fields.get(0);
        String name = field.name().toLowerCase(Locale.ROOT);
        String body;
        if (name.equals("subject")) {
            body = words(field.decoded());
        } else if (ADDRESSES.contains(name)) {
            body = addresses(field.body());
        } else if (PARAMETERIZED.contains(name)) {
            body = parameters(field.body());
        } else {
            body = ""; // RFC 6858 section 2.4
        }
        return body.isEmpty() ? new byte[0] : (field.name() + ": " + body + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isAscii(String octets) {
        return octets.chars().allMatch(c -> c < 128);
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /** Any text as encoded words, one on a line. */
    private static String words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int octets = 0;
        for (int point : text.codePoints().toArray()) {
            int more = new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > MAX_WORD_OCTETS) {
                words.add(word(word));
                word.setLength(0);
                octets = 0;
            }
            word.appendCodePoint(point);
            octets += more;
        }
        words.add(word(word));
        return String.join("\r\n ", words);
    }

    private static String word(StringBuilder text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static String addresses(String body) {
        List<String> list = new ArrayList<>();
        boolean opens = true;
        for (EnvelopeAddress each : Envelope.of(HeaderFields.parse("To: " + body + "\r\n")).to()) {
            boolean ends = !each.isAddress() && each.mailbox().isEmpty();
            if (!list.isEmpty() && !ends) {
                list.add(opens ? "\r\n " : ",\r\n ");
            }
            list.add(ends ? ";" : each.isAddress() ? address(each) : phrase(each.mailboxText()) + ":");
            opens = !each.isAddress() && !ends;
        }
        return String.join("", list);
    }

    private static String address(EnvelopeAddress address) {
        String local = address.mailbox().orElse("");
        String host = address.host().orElse("");
        String named = address.name().isPresent() ? phrase(address.displayed()) + "\r\n " : "";
        if (isAscii(local + host)) {
            return named + "<" + (local.matches("[\\w.!#$%&'*+/=?^`{|}~-]+") ? local : quoted(local)) + "@" + host + ">";
        }
        EnvelopeAddress bare = new EnvelopeAddress(Optional.empty(), Optional.empty(), address.mailbox(), address.host());
        return words((address.name().isPresent() ? address.displayed() + " " : "") + bare.displayed()) + "\r\n " + NOBODY;
    }

    private static String phrase(String text) {
        return isPrintable(text) ? quoted(text) : words(text);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** RFC 6858 section 2.2: parameters that are not in ASCII are left out. */
    private static String parameters(String body) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\\' && quoted && i + 1 < body.length()) {
                piece.append(c).append(body.charAt(++i));
            } else if (c == ';' && !quoted) {
                pieces.add(piece.toString().strip());
                piece.setLength(0);
            } else {
                quoted ^= c == '"';
                piece.append(c);
            }
        }
        pieces.add(piece.toString().strip());
        if (!isAscii(pieces.get(0))) {
            return "";
        }
        return String.join(";\r\n ", pieces.stream().filter(each -> !each.isEmpty() && isAscii(each)).toList());
    }
}
