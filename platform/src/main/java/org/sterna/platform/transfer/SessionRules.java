package org.sterna.platform.transfer;

import java.time.Duration;
import java.util.function.Function;
import org.sterna.platform.tls.ClientHandshake;
import org.sterna.protocols.smtp.ClientPhase;
import org.sterna.protocols.smtp.ClientRules;

/**
 * What one session lives by.
 *
 * @param host          with its address and port, for reports and logs
 * @param key           which connection it is
 * @param handshake     the one that there may be
 * @param outcomes      told what comes of it
 * @param timeouts      of each phase
 * @param idle          how long it rests before it takes leave
 * @param maxConversion octets
 * @param life          who keeps count of it
 */
record SessionRules(ClientRules client, String host, SessionKey key, ClientHandshake handshake, TlsOutcomes outcomes, Function<ClientPhase, Duration> timeouts,
        Duration idle, long maxConversion, Life life) {
    /** Told by the session, on its thread. */
    interface Life {
        /** Its rest has lasted long enough: whether nobody has taken it meanwhile. */
        boolean mayLeave();

        /** It takes no errand any more; the connection may still stand a while. */
        void retired();

        /** The connection is gone. */
        void ended();
    }

    String lost() {
        return "the connection to " + host + " was lost";
    }

    boolean isVerified() {
        return client.tls() == ClientRules.TlsLevel.VERIFY;
    }
}
