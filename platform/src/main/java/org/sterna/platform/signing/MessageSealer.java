package org.sterna.platform.signing;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dns.DnsLookup;

/** Seals what leaves our domains again (RFC 8617), in the name of the domain that it was sent to. Used from any thread. */
public final class MessageSealer {
    /** Seals nothing. */
    public static final MessageSealer NONE = new MessageSealer(Optional.empty(), (name, type) -> {
        throw new IllegalStateException("nothing is sealed");
    }, Duration.ZERO, Clock.systemUTC());

    private final Optional<DomainKeys> keys;
    private final DnsLookup dns;
    private final Duration timeout;
    private final Clock clock;

    private MessageSealer(Optional<DomainKeys> keys, DnsLookup dns, Duration timeout, Clock clock) {
        this.keys = keys;
        this.dns = dns;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * @param dns     asked for the keys of those who sealed a message before
     * @param timeout after the end of the message, for all of these keys
     */
    public MessageSealer(DomainKeys keys, DnsLookup dns, Duration timeout, Clock clock) {
        this(Optional.of(keys), dns, timeout, clock);
    }

    /**
     * Begins with one message that is about to arrive.
     *
     * @param domain of ours that it was sent to
     * @return empty if the domain has no RSA key: chains are of one algorithm, and not everybody knows another
     */
    public Optional<MessageSealing> begin(String domain) {
        return keys.flatMap(each -> each.of(domain).stream().filter(key -> key.algorithm() == SignatureAlgorithm.RSA_SHA256).findFirst())
                .map(key -> new MessageSealing(key, this));
    }

    DnsLookup dns() {
        return dns;
    }

    Duration timeout() {
        return timeout;
    }

    Clock clock() {
        return clock;
    }
}
