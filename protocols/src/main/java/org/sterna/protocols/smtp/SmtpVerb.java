package org.sterna.protocols.smtp;

import java.util.Optional;

/** The first words of command lines, the frequent ones in front. RFC 5321 section 4.1.1 and the extensions. */
enum SmtpVerb {
    RCPT, MAIL, DATA, BDAT, RSET, QUIT, EHLO, NOOP, HELO, LHLO, STARTTLS, AUTH, VRFY, EXPN, HELP, ETRN, XCLIENT;

    private static final SmtpVerb[] ALL = values();
    /** Clears the bit that tells small letters from capital ones. */
    private static final int UPPER_CASE = ~0x20;

    private final int initial = name().charAt(0);

    /** The verb that the first octets of a line spell, in any case (RFC 5321 section 2.4); empty when it is none. */
    static Optional<SmtpVerb> in(String line, int octets) {
        int initial = octets == 0 ? 0 : line.charAt(0) & UPPER_CASE;
        for (SmtpVerb verb : ALL) {
            if (verb.initial == initial && verb.name().length() == octets && line.regionMatches(true, 0, verb.name(), 0, octets)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}
