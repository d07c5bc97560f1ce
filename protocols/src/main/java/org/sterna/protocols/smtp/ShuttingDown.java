package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The host goes down, and something is under way: a transaction, or a command that is not answered yet. It goes on as ever; then the
 * client is told. Before: any; next: {@link Ended}. RFC 5321 section 3.8.
 *
 * @param state what is under way
 */
record ShuttingDown(SmtpState state) implements SmtpState {
    /**
     * The step with what it means that the host goes down: the session ends behind it with 421, which answers whatever command the client
     * has sent or sends next (RFC 5321 section 4.2.3), unless something is under way.
     */
    static Step behind(Step step) {
        SmtpState next = (SmtpState) step.session();
        if (next.awaits() == Awaits.NOTHING) {
            return step;
        }
        boolean speaks = next.awaits() == Awaits.COMMAND || next.awaits() == Awaits.AUTH_RESPONSE;
        boolean greets = next instanceof Consulting consulting && consulting.beforeGreeting();      // RFC 5321 section 4.3.2 has 421 in place of 220
        if (next.inTransaction() || !speaks && !greets) {
            return new Step(new ShuttingDown(next), step.actions());
        }
        Step end = next.end(Replies.SHUTTING_DOWN);
        if (next.awaits() != Awaits.COMMAND) {
            return end;                         // what would only be asked for, a response or a client's patience, is not asked for any more
        }
        List<SmtpAction> actions = new ArrayList<>(step.actions());
        actions.addAll(end.actions());
        return new Step(end.session(), actions);
    }

    @Override
    public SmtpDialogue dialogue() {
        return state.dialogue();
    }

    @Override
    public Awaits awaits() {
        return state.awaits();
    }

    @Override
    public boolean inTransaction() {
        return state.inTransaction();
    }

    @Override
    public Step drain() {
        return new Step(this, List.of());
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        return state.answer(input).map(ShuttingDown::behind);
    }
}
