package org.sterna.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A login at other servers: {@code sterna.relay.credentials.NAME}.
 *
 * @param password     empty if it is in a file, or a token is used
 * @param passwordFile its first line is the password; read at each login
 * @param tokenFile    its first line is the bearer token of XOAUTH2 and OAUTHBEARER; read at each login, so that it may be renewed
 * @param mechanisms   SASL mechanisms that may be used, in upper case; empty for all that fit
 * @param allowClear   whether the password may be sent without TLS
 */
public record CredentialSettings(String username, Optional<String> password, Optional<Path> passwordFile, Optional<Path> tokenFile,
        List<String> mechanisms, boolean allowClear) {
    private static final Set<String> KEYS = Set.of("username", "password", "password-file", "token-file", "mechanisms", "allow-clear");
    private static final Set<String> MECHANISMS = Set.of("SCRAM-SHA-256", "PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER");

    static Map<String, CredentialSettings> read(SettingsReader settings) {
        return settings.named("sterna.relay.credentials", KEYS, CredentialSettings::read);
    }

    private static CredentialSettings read(SettingsGroup group) {
        CredentialSettings read = new CredentialSettings(group.text("username").orElseThrow(() -> group.wrong("username", "there")),
                group.text("password"), group.value("password-file", "the path of a file", Path::of), group.value("token-file", "the path of a file", Path::of),
                group.list("mechanisms", "a list of " + String.join(", ", MECHANISMS.stream().sorted().toList()), CredentialSettings::mechanism),
                group.flag("allow-clear"));
        long secrets = List.of(read.password, read.passwordFile, read.tokenFile).stream().filter(Optional::isPresent).count();
        if (secrets != 1) {
            throw group.wrong("password", "there, or password-file, or token-file, but only one of them");
        }
        return read;
    }

    private static String mechanism(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        if (!MECHANISMS.contains(name)) {
            throw new IllegalArgumentException(text);
        }
        return name;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "CredentialSettings[username=" + username + "]";
    }
}
