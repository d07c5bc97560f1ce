package org.sterna.platform.tls;

import java.nio.file.Path;
import java.util.Optional;
import org.sterna.platform.tls.bouncycastle.PemPair;
import org.sterna.platform.tls.bouncycastle.SelfSignedCertificate;

/** Where the certificate of this node comes from. */
public final class Certificates {
    private Certificates() {
    }

    /**
     * The configured pair, or the self-signed one in {@code DATA/tls}, which is made at the first call.
     *
     * @param certificate {@code sterna.tls.certificate}: a PEM file, the node's own certificate first
     * @param key         {@code sterna.tls.key}; empty when the key is in the certificate's file
     * @param data        the node's data folder
     * @param hostName    for a self-signed certificate: its subject and, with localhost and 127.0.0.1, its alternative names
     * @throws TlsException when a file is unreadable, holds something else, or key and certificate do not belong together
     */
    public static TlsIdentity load(Optional<Path> certificate, Optional<Path> key, Path data, String hostName) {
        return certificate.map(chain -> PemPair.read(chain, key.orElse(chain), "sterna.tls.certificate",
                        key.isPresent() ? "sterna.tls.key" : "sterna.tls.certificate"))
                .orElseGet(() -> SelfSignedCertificate.loadOrMake(data.resolve("tls"), hostName));
    }
}
