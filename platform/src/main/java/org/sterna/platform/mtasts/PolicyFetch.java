package org.sterna.platform.mtasts;

import java.util.concurrent.CompletionStage;
import org.sterna.protocols.mtasts.StsPolicy;
import org.sterna.protocols.tls.CertificateFault;

/** Gets policies from where they are published. Thread-safe; blocks nobody. */
interface PolicyFetch {
    /** What came of it. */
    sealed interface Fetched {
        record Got(StsPolicy policy) implements Fetched { }

        record Failed(CertificateFault fault) implements Fetched { }
    }

    /** Never fails, and ends in bounded time. */
    CompletionStage<Fetched> fetch(String domain);
}
