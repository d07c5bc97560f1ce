package org.sterna.platform.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.DomainKey;
import org.sterna.protocols.dkim.KeyRecord;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;

/**
 * Looks after keys from time to time: one that is published begins to sign, one that has long been retired is removed. Every node does; what one has
 * done already is nothing for the others.
 */
public final class KeyRounds {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRounds.class);

    private final DomainKeys keys;
    private final Supplier<Directory> directory;
    private final Consumer<DirectoryEvent> want;
    private final DnsLookup dns;
    private final Duration keepRetired;
    private final Clock clock;

    /**
     * @param keys        those of this node
     * @param want        makes an event happen, unless it has
     * @param keepRetired after that time nothing is on its way any more that a retired key signed
     */
    public KeyRounds(DomainKeys keys, Supplier<Directory> directory, Consumer<DirectoryEvent> want, DnsLookup dns, Duration keepRetired, Clock clock) {
        this.keys = keys;
        this.directory = directory;
        this.want = want;
        this.dns = dns;
        this.keepRetired = keepRetired;
        this.clock = clock;
    }

    /** One round; completes when the DNS has answered for each key that waits. */
    public CompletionStage<Void> round() {
        Instant now = clock.instant();
        complain();
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (Map.Entry<String, List<DomainKey>> domain : directory.get().keys().entrySet()) {
            for (DomainKey key : domain.getValue()) {
                if (key.state() == DomainKey.State.PREPARED) {
                    all = all.thenCombine(activate(domain.getKey(), key, now), (before, done) -> null);
                } else if (key.state() == DomainKey.State.RETIRED && key.since().plus(keepRetired).isBefore(now)) {
                    LOG.info("the key {} of {} is removed: its record may be taken out of the zone", key.selector(), domain.getKey());
                    want.accept(new DirectoryEvent.SigningKeyRemoved(domain.getKey(), key.selector(), now));
                }
            }
        }
        return all;
    }

    /** A node that cannot sign goes on with everything else; its operator is told again and again. */
    private void complain() {
        List<String> foreign = directory.get().keys().entrySet().stream().filter(each -> each.getValue().stream().anyMatch(key -> !keys.fits(key)))
                .map(Map.Entry::getKey).toList();
        if (!foreign.isEmpty()) {
            LOG.error("the keys of {} domains, {} among them, were made with another sterna.secrets.key-file: this node does not sign with them", foreign.size(),
                    foreign.get(0));
        }
    }

    private CompletionStage<Void> activate(String domain, DomainKey key, Instant now) {
        return dns.lookup(key.selector() + "._domainkey." + domain, RecordType.TXT).thenAccept(answer -> {
            if (answer instanceof DnsLookup.Answer.Found found && found.records().stream().anyMatch(record -> publishes(record, key))) {
                LOG.info("the key {} of {} is published and signs from now on", key.selector(), domain);
                want.accept(new DirectoryEvent.SigningKeyActivated(domain, key.selector(), now));
            }
        });
    }

    private static boolean publishes(DnsRecord record, DomainKey key) {
        return record instanceof DnsRecord.Text text && KeyRecord.parse(text.text())
                .filter(published -> published.isSameKey(KeyRecord.parse(key.record()).orElseThrow())).isPresent();
    }
}
