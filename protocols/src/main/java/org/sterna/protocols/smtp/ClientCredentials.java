package org.sterna.protocols.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sterna.protocols.sasl.ClientMechanism;
import org.sterna.protocols.sasl.Secret;

/** With what a client logs in to a host. RFC 4954. */
public sealed interface ClientCredentials {
    /** 1 to 320 octets of UTF-8 without control characters. */
    String user();

    /** The password or the token. */
    Secret secret();

    /** Of these the best that the host offers is taken; at least one. */
    Set<ClientMechanism> mechanisms();

    /** Whether they may be used without TLS: {@code false} except for hosts that cannot be reached but over a safe network. */
    boolean allowClear();

    /** For SCRAM-SHA-256, PLAIN and LOGIN. */
    record Password(String user, Secret secret, Set<ClientMechanism> mechanisms, boolean allowClear) implements ClientCredentials {
        /** @throws IllegalArgumentException when the name cannot be one, or there is no mechanism, or one that needs a token */
        public Password {
            mechanisms = checked(user, mechanisms, false);
        }

        /** With any mechanism, only under TLS. */
        public static Password of(String user, Secret password) {
            return new Password(user, password, ofKind(false), false);
        }
    }

    /** For OAUTHBEARER and XOAUTH2; the token is as fresh as whoever made this saw to. */
    record Bearer(String user, Secret secret, Set<ClientMechanism> mechanisms, boolean allowClear) implements ClientCredentials {
        /** @throws IllegalArgumentException when the name cannot be one, or there is no mechanism, or one that needs a password */
        public Bearer {
            mechanisms = checked(user, mechanisms, true);
        }

        /** With either mechanism, only under TLS (RFC 7628 section 4 wants it). */
        public static Bearer of(String user, Secret token) {
            return new Bearer(user, token, ofKind(true), false);
        }
    }

    /** The best mechanism among what a host offers; empty when there is none in common. */
    default Optional<ClientMechanism> bestOf(Set<ClientMechanism> offered) {
        return Arrays.stream(ClientMechanism.values()).filter(each -> mechanisms().contains(each) && offered.contains(each)).findFirst();
    }

    private static Set<ClientMechanism> ofKind(boolean token) {
        return Arrays.stream(ClientMechanism.values()).filter(each -> each.usesToken() == token)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ClientMechanism.class)));
    }

    private static Set<ClientMechanism> checked(String user, Set<ClientMechanism> mechanisms, boolean token) {
        if (user.isEmpty() || user.getBytes(StandardCharsets.UTF_8).length > 320 || user.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a user name is 1 to 320 octets without control characters: " + user);
        }
        if (mechanisms.isEmpty() || !ofKind(token).containsAll(mechanisms)) {
            throw new IllegalArgumentException("mechanisms for a " + (token ? "token" : "password") + " are one or more of " + ofKind(token) + ": " + mechanisms);
        }
        return Set.copyOf(mechanisms);
    }
}
