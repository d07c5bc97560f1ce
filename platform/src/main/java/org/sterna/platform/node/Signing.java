package org.sterna.platform.node;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.config.SigningSettings;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.platform.signing.DomainKeys;
import org.sterna.platform.signing.KeyRounds;
import org.sterna.platform.signing.KeyVault;
import org.sterna.platform.signing.MessageSealer;
import org.sterna.platform.signing.MessageSigner;
import org.sterna.protocols.dkim.Canonicalization;
import org.sterna.protocols.dkim.SigningRules;
import org.sterna.protocols.dns.DnsLookup;

/**
 * What a node signs with.
 *
 * @param shared      whether all nodes that need the keys have what opens them
 * @param keepRetired how long a key that was replaced stays
 */
record Signing(DomainKeys keys, MessageSigner signer, MessageSealer sealer, boolean shared, Duration keepRetired) {
    static final String KEY_FILE = "secrets.key";

    /** @param threads that make the signatures */
    static Signing of(SternaSettings settings, DirectoryCopy directory, DnsLookup dns, Clock clock, SecureRandom random, Executor threads) {
        SigningSettings signing = settings.signing();
        DomainKeys keys = new DomainKeys(directory::current, vault(settings.secrets().keyFile(), settings.node().data().resolve(KEY_FILE), random));
        SigningRules rules = SigningRules.USUAL.with(form(signing.relaxedHeader()), form(signing.relaxedBody()));
        return new Signing(keys, signing.enabled() ? new MessageSigner(keys, rules, clock, threads) : MessageSigner.NONE,
                signing.enabled() ? new MessageSealer(keys, dns, settings.trust().timeout(), clock) : MessageSealer.NONE,
                settings.secrets().keyFile().isPresent() || settings.cluster().alone(), signing.keepRetired());
    }

    private static Canonicalization form(boolean relaxed) {
        return relaxed ? Canonicalization.RELAXED : Canonicalization.SIMPLE;
    }

    private static KeyVault vault(Optional<Path> given, Path own, SecureRandom random) {
        try {
            return given.isPresent() ? KeyVault.open(given.get(), random) : KeyVault.openOrMake(own, random);
        } catch (IOException | IllegalArgumentException e) {
            throw new NodeException("the key that opens the keys for signing cannot be read (sterna.secrets.key-file): " + e.getMessage(), e);
        }
    }

    /** Looks after the keys from now on. */
    void watch(SigningSettings settings, DirectoryCopy directory, ActorSystem<?> system, ClusterSharding sharding, DnsLookup dns, Clock clock) {
        KeyRounds rounds = new KeyRounds(keys, directory::current, event -> want(sharding, event), dns, settings.keepRetired(), clock);
        system.scheduler().scheduleWithFixedDelay(settings.checkEvery(), settings.checkEvery(), rounds::round, system.executionContext());
    }

    /** If nobody hears it, the next round says it again. */
    private static void want(ClusterSharding sharding, DirectoryEvent event) {
        DirectoryServices.ASK.<DirectoryEntity.Message, Done>ask(DirectoryEntity.ref(sharding), replyTo -> new DirectoryEntity.Want(event, Optional.empty(), replyTo));
    }
}
