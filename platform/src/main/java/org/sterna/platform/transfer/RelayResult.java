package org.sterna.platform.transfer;

import java.util.Map;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.Outcome;

/**
 * What one attempt came to.
 *
 * @param host     the last host that was tried, with its address and port; empty if none was
 * @param outcomes one for each recipient of the job
 */
public record RelayResult(String host, Map<ForwardPath, Outcome> outcomes) {
    public RelayResult {
        outcomes = Map.copyOf(outcomes);
    }
}
