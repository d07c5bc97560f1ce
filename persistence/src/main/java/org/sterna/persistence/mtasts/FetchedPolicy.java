package org.sterna.persistence.mtasts;

import java.time.Instant;
import org.sterna.protocols.mtasts.StsPolicy;

/**
 * The policy of another domain.
 *
 * @param id of the record that announced it (RFC 8461 section 3.1)
 */
public record FetchedPolicy(String domain, String id, StsPolicy policy, Instant fetched) {
    /** Whether it is still in force (RFC 8461 section 3.2, max_age). */
    public boolean holds(Instant now) {
        return now.isBefore(fetched.plus(policy.maxAge()));
    }
}
