package org.sterna.protocols.smtp;

import java.util.List;
import org.sterna.protocols.sasl.ChannelBindings;
import org.sterna.protocols.sasl.SaslAnswer;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.sasl.SaslStep;
import org.sterna.protocols.sasl.ScramKeys;

/** Answers the questions of exchanges: everybody's password is "secret", every good token "good". */
final class SaslDesk {
    static final String NONCE = "servernonce";
    private static final byte[] SALT = new byte[16];

    private SaslDesk() {}

    static SaslAnswer answer(SaslQuestion question) {
        if (question.user().equals("temperror")) {
            return new SaslAnswer.Denied(SaslAnswer.Denial.UNAVAILABLE);
        }
        if (question instanceof SaslQuestion.KeysWanted wanted) {
            return new SaslAnswer.Keys(List.of(ScramKeys.derive(wanted.hash(), "secret", SALT, 4096).orElseThrow()), NONCE, ChannelBindings.NONE);
        }
        if (question instanceof SaslQuestion.TokenShown shown) {
            return shown.token().equals("good") ? new SaslAnswer.Granted("jones@example.org") : SaslAnswer.invalidToken("mail");
        }
        boolean good = question instanceof SaslStep.Credentials credentials ? credentials.password().equals("secret")
                : !(question instanceof SaslQuestion.Disproven);
        return good ? new SaslAnswer.Granted(question.user()) : new SaslAnswer.Denied(SaslAnswer.Denial.WRONG);
    }
}
