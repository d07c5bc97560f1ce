package org.sterna.protocols.pop3;

import java.util.Optional;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.sasl.SaslStep;

/**
 * First: the client must identify itself. Next: {@link CheckingCredentials}. RFC 1939 section 4.
 *
 * @param user the name USER gave
 */
record Authorization(Pop3Dialogue dialogue, Optional<String> user) implements CommandState {
    @Override
    public Authorization with(Pop3Dialogue next) {
        return new Authorization(next, user);
    }

    @Override
    public Optional<Step> onCommand(Pop3Command command) {
        if (command instanceof Pop3Command.Quit) {
            return Optional.of(end(Pop3Reply.ok("Bye")));
        }
        if (command instanceof Pop3Command.Utf8) {
            return Optional.of(Pop3State.say(new Authorization(dialogue.withUtf8(), user), Pop3Reply.ok("UTF8 it is")));
        }
        if (command instanceof Pop3Command.Stls && dialogue.utf8()) {
            return Optional.of(refuse("STLS comes before UTF8")); // RFC 6856 section 2.1
        }
        if (command instanceof Pop3Command.Stls) {
            return Optional.of(dialogue.offersStls()
                    ? Pop3State.say(new AwaitingTls(dialogue), Pop3Reply.ok("Begin TLS"), new Pop3Action.StartTls())
                    : refuse("STLS is not offered"));
        }
        boolean identifies = command instanceof Pop3Command.User || command instanceof Pop3Command.Pass
                || command instanceof Pop3Command.Auth;
        if (identifies && dialogue.tls().isEmpty()) {
            return Optional.of(refuse("No password may be sent in the clear, use STLS first")); // RFC 2595 section 2.3
        }
        if ((command instanceof Pop3Command.User || command instanceof Pop3Command.Pass) && !dialogue.offersUser()) {
            return Optional.of(refuse("USER is not offered"));
        }
        if (command instanceof Pop3Command.User named) {
            // RFC 1939 section 13: whether the name exists is not told.
            return Optional.of(Pop3State.say(
                    new Authorization(dialogue, Optional.of(named.name())), Pop3Reply.ok("Send the password")));
        }
        if (command instanceof Pop3Command.Pass pass) {
            return Optional.of(user
                    .<Step>map(name -> Authenticating.proceed(dialogue, new SaslStep.Credentials(name, pass.password())))
                    .orElseGet(() -> refuse("Send USER first")));
        }
        if (command instanceof Pop3Command.Auth auth) {
            return Optional.of(SaslMechanism.named(auth.mechanism()).filter(dialogue.mechanisms()::contains)
                    .map(mechanism -> Authenticating.proceed(
                            dialogue, SaslExchange.start(mechanism, auth.initialResponse())))
                    .orElseGet(() -> refuse("Mechanism not supported")));
        }
        return Optional.empty();
    }
}
