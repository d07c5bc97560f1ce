package org.sterna.platform.node;

import org.sterna.platform.admin.AdminException;

/** The node cannot start; the text names the cause and the way out in one line. */
public final class NodeException extends AdminException {
    private static final long serialVersionUID = 1L;

    NodeException(String message) {
        super(message);
    }

    NodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
