package org.sterna.benchmarks;

import java.net.InetSocketAddress;

/** Reads {@code HOST:PORT}. */
final class HostAndPort {
    private HostAndPort() { }

    /** @throws IllegalArgumentException if the text has another form */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(text + " must be HOST:PORT");
        }
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
