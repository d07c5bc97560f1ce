package org.sterna.platform.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sterna.config.Argon2Settings;
import org.sterna.config.AuthSettings;
import org.sterna.config.ClientCertificates;
import org.sterna.config.OauthSettings;
import org.sterna.config.Service;
import org.sterna.config.SettingsException;
import org.sterna.config.SternaSettings;
import org.sterna.protocols.crypto.bouncycastle.Argon2Password;
import org.sterna.protocols.sasl.SaslMechanism;
import org.sterna.protocols.sasl.ScramHash;
import org.sterna.protocols.token.TokenKeys;
import org.sterna.protocols.token.TokenRules;

/**
 * How clients may log in.
 *
 * @param cost            of a password that is set now
 * @param importCost      of one of the many of an import
 * @param cacheSize       logins remembered
 * @param cacheTtl        how long
 * @param mechanisms      wanted ones, the best first
 * @param scramIterations of keys that are derived now
 * @param tokens          which bearer tokens are good; empty if none is
 * @param tokenScope      said to whoever has a bad one; may be empty
 */
public record AuthRules(Argon2Password.Cost cost, Argon2Password.Cost importCost, int cacheSize, Duration cacheTtl, List<SaslMechanism> mechanisms,
        int scramIterations, Optional<TokenRules> tokens, String tokenScope) {
    public AuthRules {
        mechanisms = List.copyOf(mechanisms);
    }

    /** @throws SettingsException when a key for tokens cannot be used */
    public static AuthRules of(AuthSettings settings) {
        Argon2Settings argon2 = settings.argon2();
        Optional<TokenRules> tokens = settings.oauth().isOn() ? Optional.of(tokens(settings.oauth())) : Optional.empty();
        List<SaslMechanism> mechanisms = settings.mechanisms().stream().flatMap(name -> SaslMechanism.named(name).stream())
                .filter(each -> tokens.isPresent() || each != SaslMechanism.OAUTHBEARER && each != SaslMechanism.XOAUTH2).toList();
        return new AuthRules(new Argon2Password.Cost(argon2.memoryKiB(), argon2.iterations(), argon2.parallelism()),
                new Argon2Password.Cost(argon2.importMemoryKiB(), 1, 1), settings.cacheSize(), settings.cacheTtl(), mechanisms,
                settings.scramIterations(), tokens, settings.oauth().scope());
    }

    /** Why nobody can log in with these settings, for the operator. */
    public static Optional<String> complaint(SternaSettings settings) {
        boolean certificates = Stream.of(Service.values()).map(settings::listener)
                .anyMatch(each -> each.enabled() && each.tlsRules().clientCertificates() == ClientCertificates.WANTED);
        boolean usable = of(settings.auth()).mechanisms().stream().anyMatch(each -> certificates || each != SaslMechanism.EXTERNAL);
        return usable ? Optional.empty() : Optional.of("nobody can log in: of sterna.auth.mechanisms, OAUTHBEARER and XOAUTH2 need "
                + "sterna.auth.oauth.keys, EXTERNAL a listener with client-certificates = wanted");
    }

    private static TokenRules tokens(OauthSettings settings) {
        List<PublicKey> keys = new ArrayList<>();
        for (Path file : settings.keys()) {
            try {
                keys.addAll(TokenKeys.read(Files.readString(file)));
            } catch (IOException | IllegalArgumentException e) {
                throw new SettingsException("sterna.auth.oauth.keys: " + file + " cannot be used: " + e.getMessage());
            }
        }
        return new TokenRules(settings.issuer(), settings.audience(), settings.userClaim(), keys, settings.leeway());
    }

    /** Of which hashes keys are kept. */
    List<ScramHash> scram() {
        return Stream.of(ScramHash.values()).filter(hash -> mechanisms.stream().anyMatch(each -> each.wireName().startsWith(hash.mechanism()))).toList();
    }
}
