package org.sterna.platform.tls;

import java.nio.file.Path;
import org.sterna.config.CertificateFiles;
import org.sterna.platform.tls.bouncycastle.PemPair;
import org.sterna.platform.tls.bouncycastle.SelfSignedCertificate;

/** Where certificates come from. */
public final class Certificates {
    private Certificates() {
    }

    /**
     * A configured pair.
     *
     * @throws TlsException when a file is unreadable, holds something else, or key and certificate do not belong together
     */
    public static TlsIdentity read(CertificateFiles files) {
        String certificate = files.setting() + ".certificate";
        return PemPair.read(files.certificate(), files.key().orElse(files.certificate()), certificate,
                files.key().isPresent() ? files.setting() + ".key" : certificate);
    }

    /**
     * The self-signed one in {@code DATA/tls}, which is made at the first call.
     *
     * @param data     the node's data folder
     * @param hostName its subject and, with localhost and 127.0.0.1, its alternative names
     * @throws TlsException when the folder cannot be written or what is in it cannot be read
     */
    public static TlsIdentity selfSigned(Path data, String hostName) {
        return SelfSignedCertificate.loadOrMake(data.resolve("tls"), hostName);
    }
}
