package org.sterna.protocols.sasl;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The mechanisms a client may choose, in the order in which they are offered. All of them under TLS only: a password or token in the clear
 * is anybody's (RFC 4616 section 6, RFC 7628 section 3), and the others prove nothing about who sends what follows.
 */
public enum SaslMechanism {
    /** One message with name and password: RFC 4616. First, for it is what most clients take, and the whole of it is quick to check. */
    PLAIN("PLAIN"),
    /** Name and password each on request; for clients that know nothing else. */
    LOGIN("LOGIN"),
    /** RFC 7677, bound to the TLS connection. */
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS"),
    /** RFC 7677. */
    SCRAM_SHA_256("SCRAM-SHA-256"),
    /** RFC 5802, bound to the TLS connection. */
    SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS"),
    /** RFC 5802. */
    SCRAM_SHA_1("SCRAM-SHA-1"),
    /** A bearer token: RFC 7628. */
    OAUTHBEARER("OAUTHBEARER"),
    /** A bearer token as some large providers had it before RFC 7628. */
    XOAUTH2("XOAUTH2"),
    /** The certificate the client has shown in TLS: RFC 4422 appendix A. */
    EXTERNAL("EXTERNAL");

    private final String wireName;

    SaslMechanism(String wireName) {
        this.wireName = wireName;
    }

    /** As protocols say it, such as {@code SCRAM-SHA-256}. */
    public String wireName() {
        return wireName;
    }

    /** Whether the exchange is bound to the TLS connection. */
    public boolean isBound() {
        return this == SCRAM_SHA_256_PLUS || this == SCRAM_SHA_1_PLUS;
    }

    /** Whether the client's initial response ends its part, so that nothing need be waited for behind it. */
    public boolean isOneMessage() {
        return this == PLAIN || this == EXTERNAL;
    }

    /** The mechanism of that name in any case (RFC 4422 section 3.1 has upper case); empty when there is none. */
    public static Optional<SaslMechanism> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(each -> each.wireName.equals(upper)).findFirst();
    }

    /**
     * Those of the wanted ones that make sense on a TLS connection.
     *
     * @param bindable whether something can be bound to it, see {@link ChannelBindings#isEmpty}
     * @param certified whether the client has shown a certificate that is trusted
     */
    public static List<SaslMechanism> offered(Collection<SaslMechanism> wanted, boolean bindable, boolean certified) {
        return Arrays.stream(values()).filter(wanted::contains).filter(each -> bindable || !each.isBound())
                .filter(each -> certified || each != EXTERNAL).toList();
    }
}
