package org.sterna.protocols.smtp;

import java.util.Optional;

/** The caller looks what waits for a host. Before and next: {@link Greeted}. RFC 1985 section 5.1. */
record FlushingQueue(SmtpDialogue dialogue) implements SmtpState {
    @Override
    public Awaits awaits() {
        return Awaits.ANSWER;
    }

    @Override
    public Optional<Step> answer(SmtpInput input) {
        return input instanceof SmtpInput.QueueFlushed flushed
                ? Optional.of(SmtpState.relay(new Greeted(dialogue), flushed.reply()))
                : Optional.empty();
    }
}
