package org.sterna.platform.signing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainKey;
import org.sterna.protocols.dkim.KeyRecord;
import org.sterna.protocols.dkim.PrivateKeys;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dkim.SigningKey;

/** The keys of our domains, opened when they are used for the first time. Used from any thread. */
public final class DomainKeys {
    private static final Logger LOG = LoggerFactory.getLogger(DomainKeys.class);
    private static final int MOST_OPEN = 10_000;

    private final Supplier<Directory> directory;
    private final KeyVault vault;
    /** By the sealed form; empty for what this vault cannot open, so that it is said once. */
    private final Cache<String, Optional<PrivateKey>> open = Caffeine.newBuilder().maximumSize(MOST_OPEN).build();

    /** @param directory the node's copy as it is now */
    public DomainKeys(Supplier<Directory> directory, KeyVault vault) {
        this.directory = directory;
        this.vault = vault;
    }

    /** Whether any domain has a key that signs. */
    public boolean isEmpty() {
        return directory.get().keys().isEmpty();
    }

    /**
     * What signs for mail from a domain: its own keys, those of the domain that it is an alias of, or those of the closest domain above it, for names of hosts.
     *
     * @param author A-labels in lower case
     * @return each with the domain that signs; none if it is not ours, or nothing signs for it
     */
    public List<SigningKey> of(String author) {
        Directory now = directory.get();
        for (String name = author; name.indexOf('.') > 0; name = name.substring(name.indexOf('.') + 1)) {
            Optional<String> ours = now.ours(name);
            if (ours.isPresent()) {
                String signer = name;
                return now.keys(ours.get()).stream().filter(each -> each.state() == DomainKey.State.ACTIVE)
                        .flatMap(each -> signing(ours.get(), signer, each).stream()).toList();
            }
        }
        return List.of();
    }

    private Optional<SigningKey> signing(String owner, String signer, DomainKey key) {
        Optional<SignatureAlgorithm> algorithm = SignatureAlgorithm.of(key.algorithm());
        return algorithm.flatMap(each -> opened(owner, key, each).map(secret -> new SigningKey(signer, key.selector(), each, secret)));
    }

    /** Whether this node's vault is the one that sealed a key. */
    public boolean fits(DomainKey key) {
        return vault.fits(key.sealed());
    }

    /** Whether this node can sign with a key. */
    public boolean canOpen(String owner, DomainKey key) {
        return SignatureAlgorithm.of(key.algorithm()).flatMap(each -> opened(owner, key, each)).isPresent();
    }

    private Optional<PrivateKey> opened(String owner, DomainKey key, SignatureAlgorithm algorithm) {
        return open.get(key.sealed(), sealed -> {
            Optional<byte[]> octets = vault.open(sealed, context(owner, key.selector()));
            if (octets.isEmpty()) {
                LOG.warn("the key {} of {} does not open, nothing is signed with it: {}", key.selector(), owner,
                        fits(key) ? "it is damaged" : "sterna.secrets.key-file is another one here than where it was made");
            }
            return octets.map(each -> PrivateKeys.read(algorithm, each));
        });
    }

    /** Makes a key for a domain; takes some tenths of a second. It is one when the event has happened. */
    public DirectoryEvent.SigningKeyAdded make(String domain, String selector, SignatureAlgorithm algorithm, Instant at) {
        KeyPair pair = PrivateKeys.generate(algorithm);
        return new DirectoryEvent.SigningKeyAdded(domain, selector, algorithm.text(), vault.seal(pair.getPrivate().getEncoded(), context(domain, selector)),
                KeyRecord.text(pair.getPublic()), at);
    }

    private static String context(String domain, String selector) {
        return selector + "._domainkey." + domain;
    }
}
