package org.sterna.platform.dns;

/**
 * One record that a domain needs.
 *
 * @param name       absolute, in ASCII, with its last dot
 * @param type       such as {@code MX}
 * @param data       as in a zone file (RFC 1035 section 5.1), but the text of a TXT without quotes
 * @param comparison when an answer of the DNS will do
 */
public record ZoneLine(String name, String type, String data, Comparison comparison) {
    private static final int TTL_SECONDS = 3600;
    private static final int MAX_STRING = 255;

    /** When an answer of the DNS will do. */
    public enum Comparison {
        /** One of the answers is the same. */
        SAME,
        /** One of the answers leads to the same place; how much it is preferred is the domain's business. */
        SAME_TARGET,
        /** The same, or there is no answer. */
        SAME_OR_NONE,
        /** The one answer of its version has the tags that it must have; their values are the domain's business. */
        POLICY,
        /** The one SPF record allows at least what ours allows. */
        SPF
    }

    /** Whether the domain needs something else first, and may do without: a policy served over HTTPS (RFC 8461 section 3.2), DNSSEC (RFC 7672 section 2.1.1). */
    public boolean optional() {
        return type.equals("TLSA") || name.startsWith("_mta-sts.");
    }

    /** As it stands in a zone file. */
    public String text() {
        return name + " " + TTL_SECONDS + " IN " + type + " " + (type.equals("TXT") ? quoted() : data);
    }

    /** Strings of 255 octets at most (RFC 1035 section 3.3), which are read as one (RFC 6376 section 3.6.2.2). */
    private String quoted() {
        StringBuilder text = new StringBuilder("\"");
        for (int at = 0; at < data.length(); at += MAX_STRING) {
            text.append(at == 0 ? "" : "\" \"").append(data, at, Math.min(data.length(), at + MAX_STRING));
        }
        return text.append('"').toString();
    }
}
