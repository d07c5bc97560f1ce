package org.sterna.platform.transfer;

import java.time.Clock;
import java.util.random.RandomGenerator;
import org.sterna.platform.dns.MailResolver;
import org.sterna.platform.tls.ClientTls;

/**
 * What every attempt uses.
 *
 * @param own      where mail must not be sent, for it is this system
 * @param policy   how much TLS each host needs
 * @param outcomes told what comes of TLS
 * @param random   thread-safe, or used by one thread only
 */
public record RelayTools(MailResolver resolver, ClientTls tls, Credentials credentials, Sources sources, OwnAddresses own, TlsPolicy policy,
        TlsOutcomes outcomes, Clock clock, RandomGenerator random) { }
