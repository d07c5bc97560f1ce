package org.sterna.protocols.smtp;

/** The values of {@code with} in a Received field: RFC 3848, and RFC 6531 section 4.3 for transactions with SMTPUTF8. */
public enum TransmissionType {
    /** HELO. */
    SMTP,
    /** EHLO. */
    ESMTP,
    /** EHLO under TLS. */
    ESMTPS,
    /** EHLO with AUTH. */
    ESMTPA,
    /** EHLO under TLS with AUTH. */
    ESMTPSA,
    /** EHLO, SMTPUTF8. */
    UTF8SMTP,
    /** EHLO under TLS, SMTPUTF8. */
    UTF8SMTPS,
    /** EHLO with AUTH, SMTPUTF8. */
    UTF8SMTPA,
    /** EHLO under TLS with AUTH, SMTPUTF8. */
    UTF8SMTPSA,
    /** LHLO (RFC 2033). */
    LMTP,
    /** LHLO under TLS. */
    LMTPS,
    /** LHLO with AUTH. */
    LMTPA,
    /** LHLO under TLS with AUTH. */
    LMTPSA,
    /** LHLO, SMTPUTF8. */
    UTF8LMTP,
    /** LHLO under TLS, SMTPUTF8. */
    UTF8LMTPS,
    /** LHLO with AUTH, SMTPUTF8. */
    UTF8LMTPA,
    /** LHLO under TLS with AUTH, SMTPUTF8. */
    UTF8LMTPSA;

    /** How the client greeted. */
    public enum Greeting {
        /** Plain SMTP; the rest does not show. */
        HELO,
        /** RFC 5321 section 4.1.1.1. */
        EHLO,
        /** RFC 2033 section 4.1. */
        LHLO
    }

    /** The value for a session that greeted so, under TLS or not, authenticated or not. */
    public static TransmissionType of(Greeting greeting, boolean secured, boolean authenticated) {
        if (greeting == Greeting.HELO) {
            return SMTP;
        }
        String protocol = greeting == Greeting.LHLO ? "LMTP" : "ESMTP";
        return valueOf(protocol + (secured ? "S" : "") + (authenticated ? "A" : ""));
    }

    /** The value for a transaction with SMTPUTF8 in a session of this type; the same for {@link #SMTP}, which has no parameters. */
    public TransmissionType withUtf8() {
        if (this == SMTP || name().startsWith("UTF8")) {
            return this;
        }
        return valueOf("UTF8" + (name().startsWith("E") ? name().substring(1) : name()));
    }
}
