package org.sterna.protocols.address;

/** The reverse-path of reports, so that no report answers a report (RFC 5321 section 4.5.5). */
public enum NullReversePath implements ReversePath {
    /** The only one. */
    NULL;

    @Override
    public boolean needsUtf8() {
        return false;
    }

    @Override
    public String path() {
        return "<>";
    }

    /** Empty, as in a list of addresses. */
    @Override
    public String toString() {
        return "";
    }
}
