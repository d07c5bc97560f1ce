package org.sterna.protocols.sasl;

import java.util.Optional;

/** LOGIN: asks for the name, then for the password (draft-murchison-sasl-login). */
final class LoginExchange {
    private static final String ASK_USER = Response.base64("Username:");
    private static final String ASK_PASSWORD = Response.base64("Password:");

    private LoginExchange() {}

    static SaslStep start(Optional<String> initialResponse) {
        AwaitingUser exchange = new AwaitingUser();
        return initialResponse.map(exchange::on).orElse(new SaslStep.Challenge(ASK_USER, exchange));
    }

    /** First of two. */
    record AwaitingUser() implements SaslExchange {
        @Override
        public SaslStep on(String line) {
            if (Response.cancels(line)) {
                return new SaslStep.Cancelled();
            }
            return Response.decode(line).filter(Response::isName)
                    .<SaslStep>map(user -> new SaslStep.Challenge(ASK_PASSWORD, new AwaitingPassword(user)))
                    .orElse(new SaslStep.Malformed("not a user name in base64"));
        }
    }

    /** Second of two. */
    record AwaitingPassword(String user) implements SaslExchange {
        @Override
        public SaslStep on(String line) {
            if (Response.cancels(line)) {
                return new SaslStep.Cancelled();
            }
            return Response.decode(line).map(password -> Response.credentials(Optional.empty(), user, password))
                    .orElse(new SaslStep.Malformed("not a password in base64"));
        }
    }
}
