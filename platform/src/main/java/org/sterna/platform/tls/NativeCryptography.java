package org.sterna.platform.tls;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cryptography in machine code for the whole process: signatures, key agreement, ciphers, digests. A handshake with an RSA key takes half the processor time that it takes with
 * Java's own; what the library has not (X25519) is still Java's. Where there is no library for the system, or it cannot be loaded, everything works without.
 */
public final class NativeCryptography {
    private static final Logger LOG = LoggerFactory.getLogger(NativeCryptography.class);
    /** By name, for it is not on the class path of every system. */
    private static final String CLASS = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final String MOST_NEEDED = "RSASSA-PSS";

    private NativeCryptography() { }

    /** From now on what asks for no provider gets it from there; keys that were read before are converted at each use. A second call changes nothing. */
    public static synchronized void install() {
        try {
            Optional<Provider> found = ServiceLoader.load(Provider.class).stream().filter(each -> each.type().getName().equals(CLASS)).findAny().map(ServiceLoader.Provider::get);
            if (found.isEmpty()) {
                LOG.info("There is no cryptography in machine code for this system; Java's own is used");
            } else if (found.get().getService("Signature", MOST_NEEDED) == null) {
                LOG.warn("Cryptography in machine code could not be loaded, perhaps because nothing may be executed in {}; Java's own is used", System.getProperty("java.io.tmpdir"));
            } else {
                Security.insertProviderAt(found.get(), 1);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Cryptography in machine code cannot be used, and Java's own is", e);
        }
    }
}
