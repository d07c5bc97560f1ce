package org.sterna.protocols.smtp;

/** Takes octets that are lent for the time of the call; what is to be kept must be copied. */
@FunctionalInterface
public interface OctetSink {
    /** Takes {@code length} octets from {@code offset} on. */
    void accept(byte[] octets, int offset, int length);
}
