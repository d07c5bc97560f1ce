package org.sterna.platform.connection;

/** A port cannot be listened on; the message names it, the cause and the way out. */
public final class PortNotAvailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PortNotAvailableException(String host, int port, Throwable cause) {
        super("cannot listen on " + host + ":" + port + ": " + textOf(cause) + "; " + wayOut(textOf(cause)), cause);
    }

    private static String textOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null || root.getMessage().isBlank() ? root.toString() : root.getMessage();
    }

    private static String wayOut(String text) {
        if (text.contains("ermission")) {
            return "ports below 1024 need root or CAP_NET_BIND_SERVICE; or choose higher ones with --port-offset 10000";
        }
        if (text.contains("in use")) {
            return "stop the program that holds this port (ss -ltnp shows it), or choose other ports with --port-offset 10000";
        }
        return "set an address of this machine, or 0.0.0.0 for all";
    }
}
