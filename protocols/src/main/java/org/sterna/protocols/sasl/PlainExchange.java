package org.sterna.protocols.sasl;

import java.util.Optional;

/** PLAIN: {@code [authzid] NUL authcid NUL passwd} in one response. RFC 4616 section 2. */
record PlainExchange() implements SaslExchange {
    static SaslStep start(Optional<String> initialResponse) {
        PlainExchange exchange = new PlainExchange();
        return initialResponse
                .map(response -> exchange.on(response.equals("=") ? "" : response))
                .orElse(new SaslStep.Challenge("", exchange));
    }

    @Override
    public SaslStep on(String line) {
        if (Response.cancels(line)) {
            return new SaslStep.Cancelled();
        }
        return Response.decode(line)
                .map(message -> message.split("\0", -1))
                .filter(parts -> parts.length == 3)
                .map(parts -> named(parts[0], parts[1], parts[2]))
                .orElse(new SaslStep.Malformed("not a PLAIN message in base64"));
    }

    /** Nobody may act for another here, so an authorization identity must be the user's own. */
    private static SaslStep named(String authorization, String user, String password) {
        if (!authorization.isEmpty() && !authorization.equals(user)) {
            return new SaslStep.Malformed("authorization identity differs from the user");
        }
        return Response.credentials(user, password);
    }
}
