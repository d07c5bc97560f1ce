package org.sterna.protocols.smtp;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.ParameterKeyword;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** A command whose syntax is right. RFC 5321 section 4.1.1. */
public sealed interface SmtpCommand {
    /**
     * How a command was written, for not all is offered to all.
     *
     * @param keywords of its parameters
     * @param ascii whether all its octets are ASCII (RFC 6531 section 3.3)
     */
    record Wording(Set<ParameterKeyword> keywords, boolean ascii) {
        /** No parameters and nothing but ASCII: what RFC 5321 knows without extensions. */
        public static final Wording PLAIN = new Wording(Set.of(), true);

        /** Copies the set. */
        public Wording {
            keywords = keywords.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(keywords));
        }

        static Wording of(Set<ParameterKeyword> keywords, boolean ascii) {
            return keywords.isEmpty() && ascii ? PLAIN : new Wording(keywords, ascii);
        }
    }

    /** @param client a domain or an address literal, or at least made of their characters */
    record Ehlo(String client) implements SmtpCommand {}

    /** @param client as with EHLO */
    record Helo(String client) implements SmtpCommand {}

    /** LMTP's greeting (RFC 2033 section 4.1). */
    record Lhlo(String client) implements SmtpCommand {}

    /** Opens a mail transaction. */
    record Mail(ReversePath reversePath, MailParameters parameters, Wording wording) implements SmtpCommand {}

    /** Names one recipient. */
    record Rcpt(ForwardPath forwardPath, RcptParameters parameters, Wording wording) implements SmtpCommand {}

    /** Asks to send the content. */
    record Data() implements SmtpCommand {}

    /**
     * Brings a chunk of content, which follows at once, asked or not. RFC 3030 section 2.
     *
     * @param octets 0 or more
     * @param last whether the content ends with it
     */
    record Bdat(long octets, boolean last) implements SmtpCommand {}

    /** Gives up the transaction. */
    record Rset() implements SmtpCommand {}

    /** Does nothing. */
    record Noop() implements SmtpCommand {}

    /** Ends the session. */
    record Quit() implements SmtpCommand {}

    /** Asks whether a mailbox exists. */
    record Vrfy(String name, Wording wording) implements SmtpCommand {}

    /** Asks who is on a list. */
    record Expn(String name, Wording wording) implements SmtpCommand {}

    /** Asks for help. */
    record Help(Optional<String> topic) implements SmtpCommand {}

    /**
     * Asks to try what waits for a host. RFC 1985.
     *
     * @param node a domain, or {@code @domain} for all below it, or {@code #queue}
     */
    record Etrn(String node) implements SmtpCommand {}

    /** A proxy says whom it speaks for. */
    record Xclient(XclientAttributes attributes) implements SmtpCommand {}

    /** RFC 3207 section 4. */
    record StartTls() implements SmtpCommand {}

    /**
     * RFC 4954 section 4.
     *
     * @param mechanism as sent
     * @param initialResponse in base64, or {@code =} for an empty one; never printed
     */
    record Auth(String mechanism, Optional<String> initialResponse) implements SmtpCommand {
        @Override
        public String toString() {
            return "Auth[mechanism=" + mechanism + "]";
        }
    }
}
