package org.sterna.protocols.smtp.parameter;

import java.util.Set;

/**
 * What became of the parameters of a MAIL or RCPT.
 *
 * @param <P> {@link MailParameters} or {@link RcptParameters}
 */
public sealed interface ParameterReading<P> {
    /**
     * All is known and well formed.
     *
     * @param keywords of what was there
     */
    record WellFormed<P>(P parameters, Set<ParameterKeyword> keywords) implements ParameterReading<P> {}

    /** A value is not what its keyword wants, or a keyword stands twice: 501 (RFC 5321 section 4.2.4). */
    record Malformed<P>(String keyword) implements ParameterReading<P> {}

    /** No extension here has such a keyword: 555 (RFC 5321 section 4.1.1.11). */
    record Unknown<P>(String keyword) implements ParameterReading<P> {}
}
