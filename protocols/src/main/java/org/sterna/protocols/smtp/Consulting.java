package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;

/**
 * The caller decides whether the session may go on. Before: any; next: what was asked for, or what was before.
 *
 * @param otherwise the state when it may not
 * @param permitted the step when it may
 */
record Consulting(SmtpState otherwise, Step permitted) implements SmtpState {
    static Step about(SmtpAction.Consult question, SmtpState otherwise, Step permitted) {
        return new Step(new Consulting(otherwise, permitted), List.of(question));
    }

    @Override
    public SmtpDialogue dialogue() {
        return otherwise.dialogue();
    }

    @Override
    public boolean inTransaction() {
        return otherwise.inTransaction();
    }

    /** Nobody was greeted yet. */
    boolean beforeGreeting() {
        return otherwise instanceof TurnedAway;
    }

    @Override
    public Awaits awaits() {
        return Awaits.ANSWER;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        if (input instanceof SmtpInput.Permitted) {
            return Optional.of(permitted);
        }
        if (input instanceof SmtpInput.Forbidden forbidden) {
            return Optional.of(forbidden.close() ? end(forbidden.reply()) : SmtpState.relay(otherwise, forbidden.reply()));
        }
        return Optional.empty();
    }
}
