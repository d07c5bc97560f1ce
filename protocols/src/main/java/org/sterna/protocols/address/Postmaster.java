package org.sterna.protocols.address;

/** The one forward-path without a domain, {@code <Postmaster>} (RFC 5321 section 4.5.1). */
public enum Postmaster implements ForwardPath {
    /** The only one. */
    POSTMASTER;

    static final String PATH = "<postmaster>";

    @Override
    public boolean needsUtf8() {
        return false;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String toString() {
        return "postmaster";
    }
}
