package org.sterna.protocols.pop3;

import java.util.BitSet;
import org.sterna.protocols.sasl.SaslQuestion;

/** What a session asks its caller to do, in the order given. A message's index is its number less one. */
public sealed interface Pop3Action {
    /** Send the reply. */
    record Say(Pop3Reply reply) implements Pop3Action {}

    /** Start the handshake as server; octets that came in the clear behind STLS must close the connection. */
    record StartTls() implements Pop3Action {}

    /** Answer with {@link Pop3Input.CredentialsChecked}. */
    record CheckCredentials(SaslQuestion question) implements Pop3Action {
        @Override
        public String toString() {
            return "CheckCredentials[user=" + question.user() + "]";
        }
    }

    /**
     * Take the maildrop for this session alone, until {@link Update} or {@link Close}; answer with
     * {@link Pop3Input.MaildropAnswered}.
     */
    record OpenMaildrop(String account) implements Pop3Action {}

    /** What becomes of a header section that is not in ASCII. */
    enum HeaderForm {
        /** It is sent as it is stored: the client has said UTF8. */
        AS_STORED,
        /** It goes through a {@link SurrogateHeader}. */
        SURROGATE
    }

    /**
     * Send {@code first}, then the content through a DotStuffer; answer with {@link Pop3Input.ContentAnswered}.
     *
     * @param index from 0, into the messages of {@link Pop3Input.MaildropOpened}
     */
    record SendMessage(int index, HeaderForm form, Pop3Reply first) implements Pop3Action {}

    /**
     * As {@link SendMessage}, with the content cut by {@link TopLines}.
     *
     * @param lines of the body
     */
    record SendTop(int index, int lines, HeaderForm form, Pop3Reply first) implements Pop3Action {}

    /**
     * Delete these messages for good, as one change, and free the maildrop; answer with {@link Pop3Input.UpdateAnswered}.
     *
     * @param indexes may be empty; the receiver may keep it
     */
    record Update(BitSet indexes) implements Pop3Action {}

    /** Close the connection once everything is sent. */
    record Close() implements Pop3Action {}
}
