package org.sterna.protocols.arc;

import java.util.List;

/**
 * What became of a chain.
 *
 * @param reason one line; empty unless the status is fail
 * @param seals who sealed, the first one first; empty unless the status is pass
 * @param oldestPass the lowest instance whose message signature still verifies, 0 when all do (RFC 8617 section 5.2, step 5); 0 unless the status is pass
 * @param highest the highest instance that was seen, 0 if none: the next one is one more (RFC 8617 section 5.1, step 3)
 * @param outage whether it failed because a key could not be asked for. RFC 8617 section 5.2.1 has no temporary failures; who may ask for the message again may like to know
 */
public record ArcResult(ChainStatus status, String reason, List<Seal> seals, int oldestPass, int highest, boolean outage) {
    public static final ArcResult NONE = new ArcResult(ChainStatus.NONE, "", List.of(), 0, 0, false);

    public ArcResult {
        seals = List.copyOf(seals);
    }

    static ArcResult fail(String reason, int highest, boolean outage) {
        return new ArcResult(ChainStatus.FAIL, reason, List.of(), 0, highest, outage);
    }

    /**
     * One set of a valid chain.
     *
     * @param domain of the seal (d=), A-labels in lower case
     * @param selector of the seal
     * @param results what the sealer found, as in Authentication-Results behind its name (RFC 8601 section 2.2); unfolded
     */
    public record Seal(int instance, String domain, String selector, String results) { }
}
