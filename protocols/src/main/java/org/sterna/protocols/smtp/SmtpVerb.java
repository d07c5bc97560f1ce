package org.sterna.protocols.smtp;

import java.util.Optional;

/** The first words of command lines, the frequent ones in front. RFC 5321 section 4.1.1 and the extensions. */
enum SmtpVerb {
    RCPT, MAIL, DATA, BDAT, RSET, QUIT, EHLO, NOOP, HELO, LHLO, STARTTLS, AUTH, VRFY, EXPN, HELP, ETRN, XCLIENT;

    private static final SmtpVerb[] ALL = values();

    /** The verb that the first octets of a line spell, in any case (RFC 5321 section 2.4); empty when it is none. */
    static Optional<SmtpVerb> in(String line, int octets) {
        for (SmtpVerb verb : ALL) {
            if (verb.name().length() == octets && line.regionMatches(true, 0, verb.name(), 0, octets)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}
