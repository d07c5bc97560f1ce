package org.sterna.protocols.smtp.parameter;

import java.util.Optional;

/** The keywords of the parameters that are known here. */
public enum ParameterKeyword {
    /** RFC 1870 section 6. */
    SIZE("SIZE"),
    /** RFC 6152 section 3, RFC 3030 section 3. */
    BODY("BODY"),
    /** RFC 4954 section 5. */
    AUTH("AUTH"),
    /** RFC 3461 section 4.3. */
    RET("RET"),
    /** RFC 3461 section 4.4. */
    ENVID("ENVID"),
    /** RFC 6531 section 3.4. */
    SMTPUTF8("SMTPUTF8"),
    /** RFC 8689 section 2. */
    REQUIRETLS("REQUIRETLS"),
    /** RFC 2852 section 4. */
    BY("BY"),
    /** RFC 4865 section 5. */
    HOLDFOR("HOLDFOR"),
    /** RFC 4865 section 5. */
    HOLDUNTIL("HOLDUNTIL"),
    /** RFC 6710 section 4.1. */
    MT_PRIORITY("MT-PRIORITY"),
    /** RFC 3461 section 4.1; of RCPT, all above are of MAIL. */
    NOTIFY("NOTIFY"),
    /** RFC 3461 section 4.2; of RCPT. */
    ORCPT("ORCPT");

    private static final ParameterKeyword[] ALL = values();

    private final String text;

    ParameterKeyword(String text) {
        this.text = text;
    }

    /** As it is written, in upper case. */
    public String text() {
        return text;
    }

    /** The keyword that stands there, in any case (RFC 5321 section 4.1.2); empty when it is none of them. */
    static Optional<ParameterKeyword> in(String words, int from, int to) {
        for (ParameterKeyword keyword : ALL) {
            if (keyword.text.length() == to - from && words.regionMatches(true, from, keyword.text, 0, to - from)) {
                return Optional.of(keyword);
            }
        }
        return Optional.empty();
    }
}
