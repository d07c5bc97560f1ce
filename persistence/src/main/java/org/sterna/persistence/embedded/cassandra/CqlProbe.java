package org.sterna.persistence.embedded.cassandra;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Asks a port whether CQL is spoken there: an OPTIONS frame of the native protocol, version 4, is answered by SUPPORTED. */
final class CqlProbe {
    private static final byte[] OPTIONS = {0x04, 0, 0, 0, 0x05, 0, 0, 0, 0};
    private static final int SUPPORTED = 0x06;
    private static final int TIMEOUT_MILLIS = 2000;

    private CqlProbe() {
    }

    static boolean answers(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(OPTIONS);
            byte[] header = new byte[OPTIONS.length];
            new DataInputStream(socket.getInputStream()).readFully(header);
            return header[4] == SUPPORTED;
        } catch (IOException e) {
            return false;                                    // not yet, or not any more; the caller knows how long to ask
        }
    }
}
