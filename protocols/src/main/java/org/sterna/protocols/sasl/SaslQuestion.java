package org.sterna.protocols.sasl;

import java.util.Optional;

/**
 * What the exchange must know of accounts before it goes on: the caller finds it out, which may take time, and gives the answer. No
 * question prints a secret.
 */
public sealed interface SaslQuestion extends SaslStep
        permits SaslStep.Credentials, SaslQuestion.KeysWanted, SaslQuestion.Proven, SaslQuestion.Disproven, SaslQuestion.TokenShown, SaslQuestion.CertificateShown {
    /**
     * What follows the answer.
     *
     * @throws IllegalArgumentException when it is the answer to another question
     */
    SaslStep on(SaslAnswer answer);

    /** The name the client gave, for logs and counters; empty if it gave none. */
    String user();

    /** SCRAM: with which keys the client may prove that it knows the password. Answered by {@link SaslAnswer.Keys}, for names that are nobody's, too. */
    record KeysWanted(ScramHash hash, String user, ServerScram.Begun next) implements SaslQuestion {
        @Override
        public SaslStep on(SaslAnswer answer) {
            return answer instanceof SaslAnswer.Keys keys ? next.challenge(keys) : end(answer);
        }
    }

    /**
     * SCRAM: the client knows the password of these keys. Answered by {@link SaslAnswer.Granted} if the user may log in with them.
     *
     * @param authorization as in {@link SaslStep.Credentials}
     */
    record Proven(Optional<String> authorization, String user, ScramKeys keys, String verifier) implements SaslQuestion {
        @Override
        public SaslStep on(SaslAnswer answer) {
            // Protocols have no room for more octets beside success, so they come as a challenge (RFC 4954 section 4, RFC 5034 section 4).
            return answer instanceof SaslAnswer.Granted granted
                    ? new SaslStep.Challenge(Response.base64(verifier), new FinalExchange.AfterSuccess(granted.account())) : end(answer);
        }

        @Override
        public String toString() {
            return "Proven[user=" + user + "]";
        }
    }

    /** SCRAM: the client does not know the password. To be counted and answered as a wrong password is. */
    record Disproven(String user) implements SaslQuestion {
        @Override
        public SaslStep on(SaslAnswer answer) {
            return end(answer instanceof SaslAnswer.Denied ? answer : new SaslAnswer.Denied(SaslAnswer.Denial.WRONG));
        }
    }

    /**
     * The client has a bearer token: RFC 7628. Answered by {@link SaslAnswer.TokenRefused} if it is not good.
     *
     * @param authorization the name that came beside it; the token itself tells who the user is
     * @param token never printed
     */
    record TokenShown(Optional<String> authorization, String token) implements SaslQuestion {
        @Override
        public String user() {
            return authorization.orElse("");
        }

        @Override
        public SaslStep on(SaslAnswer answer) {
            // RFC 7628 section 3.2.3: the reason is a challenge, and a response that says nothing follows.
            return answer instanceof SaslAnswer.TokenRefused refused
                    ? new SaslStep.Challenge(Response.base64(refused.error()), new FinalExchange.AfterFailure()) : end(answer);
        }

        @Override
        public String toString() {
            return "TokenShown[" + user() + "]";
        }
    }

    /** EXTERNAL: the client relies on the certificate it has shown below, in TLS (RFC 4422 appendix A). */
    record CertificateShown(Optional<String> authorization) implements SaslQuestion {
        @Override
        public String user() {
            return authorization.orElse("");
        }

        @Override
        public SaslStep on(SaslAnswer answer) {
            return end(answer);
        }
    }

    /** The step of an answer behind which nothing more is said. */
    static SaslStep end(SaslAnswer answer) {
        if (answer instanceof SaslAnswer.Granted granted) {
            return new SaslStep.Granted(granted.account());
        }
        if (answer instanceof SaslAnswer.Denied denied) {
            return new SaslStep.Refused(denied.denial());
        }
        throw new IllegalArgumentException("the answer to another question: " + answer);
    }
}
