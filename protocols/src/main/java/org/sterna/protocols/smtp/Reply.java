package org.sterna.protocols.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What an SMTP server says. RFC 5321 section 4.2.
 *
 * @param code 200 to 599
 * @param status the enhanced status, said on every line (RFC 2034 section 4); none in greetings, EHLO and 3yz replies
 * @param lines at least one; printable ASCII or tabs, without code and status
 */
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {
    /** @throws IllegalArgumentException when code, status and text do not make a reply */
    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has a code of 200 to 599 and a line: " + code + " " + lines);
        }
        if (status.isPresent() && status.get().kind() != code / 100) {
            throw new IllegalArgumentException("status " + status.get() + " contradicts code " + code);
        }
        if (!lines.stream().allMatch(Reply::isText)) {
            throw new IllegalArgumentException("a reply line is printable ASCII: " + lines);
        }
    }

    /**
     * A reply of one line.
     *
     * @param status such as {@code 5.1.1}
     */
    public static Reply of(int code, String status, String text) {
        EnhancedStatus parsed = EnhancedStatus.parse(status)
                .orElseThrow(() -> new IllegalArgumentException("not an enhanced status: " + status));
        return new Reply(code, Optional.of(parsed), List.of(text));
    }

    /** A reply without enhanced status. */
    public static Reply plain(int code, String... lines) {
        return new Reply(code, Optional.empty(), List.of(lines));
    }

    /** 2yz: done. */
    public boolean isPositive() {
        return code < 300;
    }

    /** 3yz: go on. */
    public boolean isIntermediate() {
        return code / 100 == 3;
    }

    /** 4yz: the same may succeed later. */
    public boolean isTransient() {
        return code / 100 == 4;
    }

    /** 5yz: the same will fail again. */
    public boolean isPermanent() {
        return code / 100 == 5;
    }

    /** The text of all lines, joined by spaces. */
    public String text() {
        return String.join(" ", lines);
    }

    /** The wire form with CRLF after each line; the caller owns the octets. */
    public byte[] octets() {
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            // RFC 5321 section 4.2.1: a hyphen after the code says that another line follows.
            wire.append(code).append(i < lines.size() - 1 ? '-' : ' ');
            status.ifPresent(s -> wire.append(s).append(' '));
            wire.append(lines.get(i)).append("\r\n");
        }
        return wire.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** One line for logs and reports: {@code 550 5.1.1 No such mailbox}. */
    @Override
    public String toString() {
        return code + " " + status.map(s -> s + " ").orElse("") + text();
    }

    private static boolean isText(String line) {
        return line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
    }
}
