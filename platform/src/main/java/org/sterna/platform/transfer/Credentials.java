package org.sterna.platform.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sterna.config.CredentialSettings;
import org.sterna.protocols.sasl.ClientMechanism;
import org.sterna.protocols.sasl.Secret;
import org.sterna.protocols.smtp.ClientCredentials;

/** The logins at other servers. Thread-safe; replaced as a whole; nothing of it shows a secret. */
public final class Credentials {
    private volatile Map<String, CredentialSettings> settings;

    private Credentials(Map<String, CredentialSettings> settings) {
        this.settings = Map.copyOf(settings);
    }

    public static Credentials of(Map<String, CredentialSettings> settings) {
        return new Credentials(settings);
    }

    /** From here on these count. */
    public void replace(Map<String, CredentialSettings> other) {
        settings = Map.copyOf(other);
    }

    /**
     * Those of a name; their file, if there is one, is read now.
     *
     * @throws IOException when there are none of that name, or the file cannot be read, or holds no secret; the message is for operators
     */
    ClientCredentials read(String name) throws IOException {
        CredentialSettings found = Optional.ofNullable(settings.get(name))
                .orElseThrow(() -> new IOException("there is no sterna.relay.credentials." + name));
        boolean token = found.tokenFile().isPresent();
        Set<ClientMechanism> mechanisms = EnumSet.noneOf(ClientMechanism.class);
        Stream.of(ClientMechanism.values()).filter(each -> each.usesToken() == token
                && (found.mechanisms().isEmpty() || found.mechanisms().contains(each.wireName()))).forEach(mechanisms::add);
        try {
            Secret secret = Secret.of(found.password().isPresent() ? found.password().get() : firstLine(found.passwordFile().or(found::tokenFile).orElseThrow()));
            return token ? new ClientCredentials.Bearer(found.username(), secret, mechanisms, found.allowClear())
                    : new ClientCredentials.Password(found.username(), secret, mechanisms, found.allowClear());
        } catch (IllegalArgumentException e) {
            throw new IOException("sterna.relay.credentials." + name + ": " + e.getMessage(), e);
        }
    }

    private static String firstLine(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("").strip();
        } catch (UncheckedIOException e) {
            throw new IOException(file + " is no text", e);
        }
    }
}
