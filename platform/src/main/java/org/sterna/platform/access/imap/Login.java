package org.sterna.platform.access.imap;

import java.util.Optional;
import org.sterna.platform.credentials.Authenticator;
import org.sterna.protocols.imap.CommandText;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.ImapSession;
import org.sterna.protocols.imap.StatusResponse;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslExchange;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.sasl.SaslStep;

/** STARTTLS, AUTHENTICATE and LOGIN (RFC 3501 section 6.2). For the actor's thread. */
final class Login {
    private final Dialogue dialogue;
    private final Patience patience;
    private final CommandLoop loop;
    private final PacedOutput output;
    /** Who acts for the account that is about to be granted. */
    private Optional<String> by = Optional.empty();

    Login(Dialogue dialogue, Patience patience, CommandLoop loop) {
        this.dialogue = dialogue;
        this.patience = patience;
        this.loop = loop;
        this.output = dialogue.output();
    }

    void startTls(String tag) {
        output.write(ImapResponses.tagged(tag, StatusResponse.ok("Begin TLS negotiation now")));
        dialogue.secure();
    }

    void authenticate(String tag, ImapCommand.Authenticate authenticate) {
        onSasl(tag, SaslExchange.start(SaslMechanism.named(authenticate.mechanism()).orElseThrow(), authenticate.initialResponse()));
    }

    /** The client has answered a challenge. */
    void onResponse(Phase.Authenticating authenticating, CommandText line) {
        dialogue.enter(Phase.Simple.READING);
        onSasl(authenticating.tag(), authenticating.exchange().on(line.line()));
    }

    private void onSasl(String tag, SaslStep step) {
        if (step instanceof SaslStep.Challenge challenge) {
            dialogue.enter(new Phase.Authenticating(tag, challenge.next()));
            output.write(ImapResponses.continuation(challenge.base64()));
        } else if (step instanceof SaslQuestion question) {
            ask(tag, question);
        } else if (step instanceof SaslStep.Granted granted) {
            granted(tag, granted.account());
        } else if (step instanceof SaslStep.Refused refused) {
            refused(tag, refused.denial());
        } else if (step instanceof SaslStep.Cancelled) {
            loop.bad(tag, StatusResponse.bad("AUTHENTICATE cancelled"));              // RFC 3501 section 6.2.2
        } else if (step instanceof SaslStep.Malformed malformed) {
            loop.bad(tag, StatusResponse.bad(malformed.reason()));
        } else {
            throw new AssertionError(step);
        }
    }

    /** The client is nobody again: it has as little time as in the beginning. */
    void forget() {
        patience.loggedOut();
    }

    /** Answers when it is known whether name and password are right. */
    void check(String tag, String user, String password) {
        ask(tag, new SaslStep.Credentials(user, password));
    }

    private void ask(String tag, SaslQuestion question) {
        dialogue.enter(Phase.Simple.BUSY);
        by = Optional.empty();
        dialogue.services().authenticator().answer(dialogue.login(), question).whenCompleteAsync((answered, failure) -> {
            if (!dialogue.isOver()) {
                dialogue.enter(Phase.Simple.READING);
                if (failure == null) {
                    answered.result().ifPresent(result -> record(question.user(), result));
                    onSasl(tag, question.on(answered.answer()));
                } else {
                    record(question.user(), new Authenticator.Unavailable(failure.toString()));
                    refused(tag, SaslAnswer.Denial.UNAVAILABLE);
                }
                loop.read();
            }
        }, dialogue.actor());
    }

    private void record(String user, Authenticator.Result result) {
        if (result instanceof Authenticator.Valid valid) {
            by = valid.by();
        } else if (result instanceof Authenticator.Invalid) {
            dialogue.recorder().authenticationFailed(user);
        } else if (result instanceof Authenticator.Unavailable unavailable) {
            dialogue.log().warn("{}: a login could not be checked: {}", dialogue.recorder().id(), unavailable.reason());
        }
    }

    private void granted(String tag, String account) {
        if (dialogue.session() instanceof ImapSession.NotAuthenticated before) {
            dialogue.authenticated(before, account, by);
            patience.loggedIn();
            output.write(ImapResponses.tagged(tag,
                    StatusResponse.ok("Logged in").withCode(ImapResponses.capabilityCode(dialogue.session()))));
        }
    }

    private void refused(String tag, SaslAnswer.Denial denial) {
        if (denial == SaslAnswer.Denial.UNAVAILABLE) {
            output.write(ImapResponses.tagged(tag, StatusResponse.no("Login cannot be checked now").withCode("UNAVAILABLE")));
        } else {
            loop.bad(tag, StatusResponse.no("Wrong name or password").withCode("AUTHENTICATIONFAILED"));
        }
    }
}
