package org.sterna.protocols.sasl;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How we may log in to a host, the best first. */
public enum ClientMechanism {
    /** The host does not learn the password, and proves that it knows it: RFC 7677. */
    SCRAM_SHA_256("SCRAM-SHA-256", false),
    /** A bearer token: RFC 7628. */
    OAUTHBEARER("OAUTHBEARER", true),
    /** A bearer token as some large providers had it before RFC 7628. */
    XOAUTH2("XOAUTH2", true),
    /** Name and password in one message: RFC 4616. */
    PLAIN("PLAIN", false),
    /** Name and password each on request; for hosts that know nothing else. */
    LOGIN("LOGIN", false);

    private final String wireName;
    private final boolean token;

    ClientMechanism(String wireName, boolean token) {
        this.wireName = wireName;
        this.token = token;
    }

    /** As AUTH says it, such as {@code SCRAM-SHA-256}. */
    public String wireName() {
        return wireName;
    }

    /** Whether the secret is a bearer token; a password otherwise. */
    public boolean usesToken() {
        return token;
    }

    /** Whether the client speaks first, so that its first response can stand behind the command. */
    public boolean clientFirst() {
        return this != LOGIN;
    }

    /** The mechanism of that name in any case; empty when there is none. */
    public static Optional<ClientMechanism> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(each -> each.wireName.equals(upper)).findFirst();
    }
}
