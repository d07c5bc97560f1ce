package org.sterna.platform.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.platform.signing.DomainKeys;
import org.sterna.platform.signing.KeyVault;
import org.sterna.platform.signing.MessageSealer;
import org.sterna.platform.signing.MessageSigner;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dkim.SigningRules;

/** Keys for the domains of a directory, in a vault that is forgotten. */
public final class TestSigning {
    private TestSigning() { }

    public static DomainKeys keys(Supplier<Directory> directory) {
        try {
            Path folder = Files.createTempDirectory("sterna-signing");
            Path file = folder.resolve("signing.key");
            KeyVault vault = KeyVault.openOrMake(file, new SecureRandom());
            Files.delete(file);
            Files.delete(folder);
            return new DomainKeys(directory, vault);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs for one domain, by Ed25519. */
    public static MessageSigner signer(String domain) {
        Directory[] directory = {Directory.EMPTY.evolve(new DirectoryEvent.DomainAdded(domain, Instant.EPOCH))};
        DomainKeys keys = keys(() -> directory[0]);
        DirectoryEvent.SigningKeyAdded made = keys.make(domain, SignatureAlgorithm.ED25519_SHA256.keyType(), SignatureAlgorithm.ED25519_SHA256, Instant.EPOCH);
        directory[0] = directory[0].evolve(made).evolve(new DirectoryEvent.SigningKeyActivated(domain, made.selector(), Instant.EPOCH));
        return new MessageSigner(keys, SigningRules.USUAL, Clock.systemUTC(), Runnable::run);
    }

    static Signing of(Supplier<Directory> directory) {
        DomainKeys keys = keys(directory);
        return new Signing(keys, new MessageSigner(keys, SigningRules.USUAL, Clock.systemUTC(), Runnable::run), MessageSealer.NONE, true, Duration.ofDays(7));
    }
}
