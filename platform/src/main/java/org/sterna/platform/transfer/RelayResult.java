package org.sterna.platform.transfer;

import java.util.Map;
import java.util.Optional;
import org.sterna.persistence.queue.Cause;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Outcome;

/**
 * What one attempt came to.
 *
 * @param host     the last host that was tried, with its address and port; empty if none was
 * @param security protocol and cipher suite of the last connection, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256, verified}; empty in the clear
 * @param outcomes one for each recipient of the job; none if it was not tried
 * @param untried  why the job was not even begun: no host was asked, nothing has failed, and the message waits on as before
 */
public record RelayResult(String host, String security, Map<ForwardPath, Outcome> outcomes, Optional<String> untried) {
    private static final EnhancedStatus DNS = new EnhancedStatus(4, 4, 3);

    public RelayResult {
        outcomes = Map.copyOf(outcomes);
    }

    static RelayResult of(String host, String security, Map<ForwardPath, Outcome> outcomes) {
        return new RelayResult(host, security, outcomes, Optional.empty());
    }

    /** The job was not begun. */
    public static RelayResult notTried(String reason) {
        return new RelayResult("", "", Map.of(), Optional.of(reason));
    }

    /** Why a recipient that is not decided waits. */
    public static Cause cause(Outcome outcome) {
        if (outcome instanceof Outcome.Ambiguous) {
            return Cause.AMBIGUOUS;
        }
        if (!(outcome instanceof Outcome.Deferred deferred) || deferred.reply().isPresent()) {
            return Cause.REPLY;
        }
        return deferred.status().equals(DNS) ? Cause.DNS : deferred.status().subject() == 7 ? Cause.TLS : Cause.CONNECTION;
    }
}
