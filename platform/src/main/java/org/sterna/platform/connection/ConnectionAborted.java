package org.sterna.platform.connection;

/** Fails the stream, which makes Pekko reset the TCP connection. */
final class ConnectionAborted extends RuntimeException {

    static final ConnectionAborted INSTANCE = new ConnectionAborted();
    private static final long serialVersionUID = 1;

    private ConnectionAborted() {
        super("connection aborted", null, false, false);
    }
}
