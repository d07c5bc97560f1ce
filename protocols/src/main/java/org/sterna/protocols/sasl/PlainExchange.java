package org.sterna.protocols.sasl;

import java.util.Optional;

/** PLAIN: {@code [authzid] NUL authcid NUL passwd} in one response. RFC 4616 section 2. */
record PlainExchange() implements SaslExchange {
    @Override
    public SaslStep on(String line) {
        if (Response.cancels(line)) {
            return new SaslStep.Cancelled();
        }
        return Response.decode(line)
                .map(message -> message.split("\0", -1))
                .filter(parts -> parts.length == 3 && (parts[0].isEmpty() || Response.isName(parts[0])))
                .map(parts -> Response.credentials(Optional.of(parts[0]).filter(each -> !each.isEmpty()), parts[1], parts[2]))
                .orElse(new SaslStep.Malformed("not a PLAIN message in base64"));
    }
}
