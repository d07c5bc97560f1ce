package org.sterna.protocols.address;

/** The one forward-path without a domain, {@code <Postmaster>} (RFC 5321 section 4.5.1). */
public enum Postmaster implements ForwardPath {
    /** The only one. */
    POSTMASTER;

    @Override
    public String path() {
        return "<postmaster>";
    }

    @Override
    public String toString() {
        return "postmaster";
    }
}
