package org.sterna.protocols.imap;

import java.util.Optional;

/**
 * The outcome of a command or an untagged remark (RFC 9051 section 7.1).
 *
 * @param code response code without brackets, for example {@code READ-ONLY}
 * @param text for people
 */
public record StatusResponse(Condition condition, Optional<String> code, String text) {
    /** OK: done. NO: understood and refused. BAD: not understood or not allowed now. BYE: the connection ends. */
    public enum Condition { OK, NO, BAD, BYE }

    public static StatusResponse ok(String text) {
        return new StatusResponse(Condition.OK, Optional.empty(), text);
    }

    public static StatusResponse no(String text) {
        return new StatusResponse(Condition.NO, Optional.empty(), text);
    }

    public static StatusResponse bad(String text) {
        return new StatusResponse(Condition.BAD, Optional.empty(), text);
    }

    public static StatusResponse bye(String text) {
        return new StatusResponse(Condition.BYE, Optional.empty(), text);
    }

    public StatusResponse withCode(String newCode) {
        return new StatusResponse(condition, Optional.of(newCode), text);
    }
}
