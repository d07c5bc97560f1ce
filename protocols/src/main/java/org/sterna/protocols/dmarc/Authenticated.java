package org.sterna.protocols.dmarc;

import java.util.List;
import java.util.Optional;

/**
 * What SPF, DKIM and ARC found about a message.
 *
 * @param spf  of the reverse-path, or of HELO when that is null; may be empty
 * @param dkim of every signature that was looked at; may be empty
 * @param arc  if it vouches for the message
 */
public record Authenticated(List<SpfIdentity> spf, List<DkimIdentity> dkim, Optional<ArcOverride> arc) {
    public Authenticated {
        spf = List.copyOf(spf);
        dkim = List.copyOf(dkim);
    }
}
