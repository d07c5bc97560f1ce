package org.sterna.platform.transfer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.platform.dns.MailHost;

/** Says how much TLS a connection to a host needs; it may ask the DNS or the web first. Thread-safe. */
public interface TlsPolicy {
    /** What the transport says. */
    TlsPolicy AS_TRANSPORT = (transport, host, port) -> CompletableFuture.completedFuture(transport.tls());

    /**
     * @param host one of the destination's hosts
     * @return if it fails, the host is not tried now; the failure's message says why
     */
    CompletionStage<Transport.TlsDemand> demand(Transport.Host transport, MailHost host, int port);
}
