package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What an SMTP server says. RFC 5321 section 4.2. A value; it keeps its wire form once that was asked for, for most replies are said often. */
public final class Reply {
    private final int code;
    private final Optional<EnhancedStatus> status;
    private final List<String> lines;
    /** Empty until asked for; written at most a few times with the same octets, whichever thread comes first. */
    private volatile byte[] octets = {};

    /**
     * A reply of any number of lines.
     *
     * @param code 200 to 599
     * @param status the enhanced status, said on every line (RFC 2034 section 4); none in greetings, EHLO and 3yz replies
     * @param lines at least one; printable ASCII or tabs, without code and status; copied
     * @throws IllegalArgumentException when code, status and text do not make a reply
     */
    public Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {
        this.code = code;
        this.status = status;
        this.lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has a code of 200 to 599 and a line: " + code + " " + lines);
        }
        if (status.isPresent() && status.get().kind() != code / 100) {
            throw new IllegalArgumentException("status " + status.get() + " contradicts code " + code);
        }
        for (String line : lines) {
            checkText(line);
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

    /** 200 to 599. */
    public int code() {
        return code;
    }

    /** The enhanced status; empty when it has none. */
    public Optional<EnhancedStatus> status() {
        return status;
    }

    /** At least one, without code and status. */
    public List<String> lines() {
        return lines;
    }

    /** The same without enhanced status. */
    Reply withoutStatus() {
        return status.isEmpty() ? this : new Reply(code, Optional.empty(), lines);
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

    /** The wire form with CRLF after each line. The octets are shared by all who ask: they must not be changed. */
    public byte[] octets() {
        byte[] known = octets;
        if (known.length == 0) {
            known = wire();
            octets = known;
        }
        return known;
    }

    private byte[] wire() {
        String start = status.isPresent() ? status.get() + " " : "";
        int length = 0;
        for (String line : lines) {
            length += 4 + start.length() + line.length() + 2;
        }
        byte[] wire = new byte[length];
        int at = 0;
        for (int i = 0; i < lines.size(); i++) {
            at = put(Integer.toString(code), wire, at);
            // RFC 5321 section 4.2.1: a hyphen after the code says that another line follows.
            wire[at++] = (byte) (i < lines.size() - 1 ? '-' : ' ');
            at = put(lines.get(i), wire, put(start, wire, at));
            wire[at++] = '\r';
            wire[at++] = '\n';
        }
        return wire;
    }

    private static int put(String ascii, byte[] wire, int at) {
        for (int i = 0; i < ascii.length(); i++) {
            wire[at + i] = (byte) ascii.charAt(i);
        }
        return at + ascii.length();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reply reply && code == reply.code && status.equals(reply.status) && lines.equals(reply.lines);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, status, lines);
    }

    /** One line for logs and reports: {@code 550 5.1.1 No such mailbox}. */
    @Override
    public String toString() {
        return code + " " + status.map(s -> s + " ").orElse("") + text();
    }

    private static void checkText(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '\t' && (c < ' ' || c > '~')) {
                throw new IllegalArgumentException("a reply line is printable ASCII: " + line);
            }
        }
    }
}
