package org.sterna.protocols.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.smtp.TlsLayer;

/** What all states have in common. */
sealed interface Pop3State extends Pop3Session
        permits CommandState, AwaitingTls, Authenticating, CheckingCredentials, OpeningMaildrop, SendingContent,
                Updating, Ended {
    Pop3Dialogue dialogue();

    /** The step for an input this state awaits; empty for all others. */
    Optional<Step> answer(Pop3Input input);

    @Override
    default Step on(Pop3Input input) {
        if (input instanceof Pop3Input.Interrupted interrupted) {
            // A timer may fire while the connection closes anyway.
            return awaits() == Awaits.NOTHING ? new Step(this, List.of()) : end(interrupted.reply());
        }
        if (input instanceof Pop3Input.TimedOut) {
            // RFC 1939 section 3: the connection is closed without a response, and nothing is deleted.
            return awaits() == Awaits.NOTHING
                    ? new Step(this, List.of())
                    : new Step(new Ended(dialogue()), List.of(new Pop3Action.Close()));
        }
        return answer(input).orElseThrow(() -> new IllegalStateException(input + " is not awaited by " + this));
    }

    @Override
    default Awaits awaits() {
        return Awaits.ANSWER;
    }

    @Override
    default Optional<String> account() {
        return dialogue().account();
    }

    @Override
    default Optional<TlsLayer> tls() {
        return dialogue().tls();
    }

    static Step say(Pop3State next, Pop3Reply reply, Pop3Action... more) {
        List<Pop3Action> actions = new ArrayList<>();
        actions.add(new Pop3Action.Say(reply));
        actions.addAll(List.of(more));
        return new Step(next, actions);
    }

    /** Says the last reply and closes. */
    default Step end(Pop3Reply reply) {
        return say(new Ended(dialogue()), reply, new Pop3Action.Close());
    }
}
