package org.sterna.platform.demo;

import org.sterna.platform.admin.AdminException;

/** A step of the demonstration was not seen. */
final class DemoException extends AdminException {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
