package org.sterna.protocols.sasl;

/** All is said but for a response that says nothing. */
sealed interface FinalExchange extends SaslExchange {
    /** The client has read the proof that we know its keys, and does not object. */
    record AfterSuccess(String account) implements FinalExchange {
        @Override
        public SaslStep on(String line) {
            if (Response.cancels(line)) {
                return new SaslStep.Cancelled();
            }
            return line.isEmpty() || line.equals("=") ? new SaslStep.Granted(account) : new SaslStep.Malformed("an empty response was awaited");
        }
    }

    /** Whatever the client says to the reason, it is refused (RFC 7628 section 3.2.3). */
    record AfterFailure() implements FinalExchange {
        @Override
        public SaslStep on(String line) {
            return Response.cancels(line) ? new SaslStep.Cancelled() : new SaslStep.Refused(SaslAnswer.Denial.WRONG);
        }
    }
}
