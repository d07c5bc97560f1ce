package org.sterna.protocols.message;

import java.util.List;

/**
 * A Content-Disposition (RFC 2183).
 *
 * @param type for example {@code attachment}, as spelt
 */
public record Disposition(String type, List<Parameter> parameters) {
    public Disposition {
        parameters = List.copyOf(parameters);
    }
}
