package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a server's replies line by line. RFC 5321 section 4.2. One parser per connection; not safe for use by
 * several threads. Octets that do not belong into a reply become question marks, since all of it ends in a report.
 */
public final class ReplyParser {
    /** For the {@link LineFramer}: RFC 5321 section 4.5.3.1.5 has 512, servers have more. */
    public static final int MAX_LINE_OCTETS = 4096;
    /** More lines than any EHLO reply has. */
    public static final int MAX_LINES = 128;

    /** What a line brought. */
    public sealed interface Parsed {
        /** The reply goes on. */
        record Continues() implements Parsed {}

        /** The reply is whole. */
        record Whole(Reply reply) implements Parsed {}

        /** What the peer speaks is not SMTP; nothing that follows can be understood. */
        record Malformed(String reason) implements Parsed {}
    }

    private static final Pattern LINE = Pattern.compile("([2-5]\\d\\d)(?:([ -])(.*))?", Pattern.DOTALL);

    private final List<String> lines = new ArrayList<>();
    private int code;
    private Optional<EnhancedStatus> status = Optional.empty();

    /** Takes the next line. */
    public Parsed next(LineFramer.Line.Whole line) {
        Matcher form = LINE.matcher(line.text());
        if (!form.matches()) {
            return new Parsed.Malformed("not a reply line");
        }
        int lineCode = Integer.parseInt(form.group(1));
        if (!lines.isEmpty() && lineCode != code) {
            return new Parsed.Malformed("reply code changes from " + code + " to " + lineCode);
        }
        if (lines.size() == MAX_LINES) {
            return new Parsed.Malformed("reply has more than " + MAX_LINES + " lines");
        }
        code = lineCode;
        add(printable(Optional.ofNullable(form.group(3)).orElse("")));
        return "-".equals(form.group(2)) ? new Parsed.Continues() : new Parsed.Whole(finish());
    }

    /** RFC 2034 section 4: the status stands on every line, and its class agrees with the code's. */
    private void add(String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        Optional<EnhancedStatus> lineStatus = EnhancedStatus.parse(word).filter(s -> s.kind() == code / 100);
        if (lines.isEmpty()) {
            status = lineStatus;
        }
        boolean repeated = status.isPresent() && status.equals(lineStatus);
        lines.add(repeated ? text.substring(word.length()).strip() : text);
    }

    private Reply finish() {
        Reply reply = new Reply(code, status, lines);
        lines.clear();
        return reply;
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\t -~]", "?");
    }
}
