package org.sterna.platform.report;

import java.util.List;

/**
 * What there is to send to a domain.
 *
 * @param parcels  one for each destination; none if the domain does not ask
 * @param complete false if the DNS did not answer: there may be more later
 */
record Made(List<Parcel> parcels, boolean complete) {
    static final Made NOTHING = new Made(List.of(), true);
    static final Made UNKNOWN = new Made(List.of(), false);

    Made {
        parcels = List.copyOf(parcels);
    }
}
