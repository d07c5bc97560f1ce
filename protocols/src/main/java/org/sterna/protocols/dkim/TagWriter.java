package org.sterna.protocols.dkim;

/** Writes a field that is a list of tags, folded (RFC 5322 section 2.2.3) so that lines have at most {@value #MAX_LINE} octets where that is possible. */
public final class TagWriter {
    private static final int MAX_LINE = 78;
    private static final int CHUNK = 72;

    private final StringBuilder text = new StringBuilder();
    private final int maxLine;
    private int lineStart;
    private boolean first = true;

    public TagWriter(String fieldName) {
        this(fieldName, MAX_LINE);
    }

    /** @param maxLine octets of a line, 78 to 998 (RFC 5322 section 2.1.1) */
    public TagWriter(String fieldName, int maxLine) {
        this.maxLine = maxLine;
        text.append(fieldName).append(':');
    }

    /** Adds a tag; the line is broken in front of it if it is too long, and behind colons in it. */
    public TagWriter add(String name, String value) {
        if (!first) {
            text.append(';');
        }
        first = false;
        String tag = name + "=" + value;
        int colon = tag.indexOf(':');
        part(" ", colon > 0 && tag.length() > CHUNK ? tag.substring(0, colon + 1) : tag);
        while (colon > 0 && tag.length() > CHUNK) {
            int next = tag.indexOf(':', colon + 1);
            part("", tag.substring(colon + 1, next < 0 ? tag.length() : next + 1));
            if (next < 0) {
                break;
            }
            colon = next;
        }
        return this;
    }

    /** Adds a tag whose value may be broken anywhere. */
    public TagWriter addBase64(String name, String value) {
        add(name, "");
        for (int at = 0; at < value.length(); ) {
            int room = maxLine - (text.length() - lineStart) - 1;
            if (room < 8) {
                fold();
                room = maxLine - 2;
            }
            int end = Math.min(value.length(), at + room);
            text.append(value, at, end);
            at = end;
        }
        return this;
    }

    private void part(String space, String part) {
        if (text.length() - lineStart + space.length() + part.length() + 1 > maxLine && text.length() > lineStart + 1) {
            fold();
        } else {
            text.append(space);
        }
        text.append(part);
    }

    private void fold() {
        text.append("\r\n");
        lineStart = text.length();
        text.append(' ');
    }

    /** The field with its line end, an octet string. */
    public String field() {
        return text + "\r\n";
    }
}
