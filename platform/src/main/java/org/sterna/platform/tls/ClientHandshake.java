package org.sterna.platform.tls;

import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.sterna.protocols.tls.CertificateFault;

/** One handshake, which may never come: its engine, and what it found wrong. Thread-safe. */
public final class ClientHandshake {
    private final Supplier<SSLEngine> maker;
    private final Judge judge;

    ClientHandshake(Supplier<SSLEngine> maker, Judge judge) {
        this.maker = maker;
        this.judge = judge;
    }

    /**
     * For one connection; to be asked for once.
     *
     * @throws TlsException when there is no such identity
     */
    public SSLEngine engine() {
        return maker.get();
    }

    /** What is wrong with the server's certificate; empty as long as nothing is known, and if it is good or was not looked at. */
    public Optional<CertificateFault> fault() {
        return judge.fault();
    }
}
