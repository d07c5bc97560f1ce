package org.sterna.platform.destination;

import java.util.List;

/** The quotas of one node. Thread-safe; nothing blocks. */
public interface Quotas {
    /** The quota of one key; asked for the first time it begins to ask for grants, and stops when nobody uses it for a while. */
    Quota of(QuotaKey key);

    /** The keys of the provider rules that match the name of one of these MX hosts. */
    List<QuotaKey> providers(List<String> mxHosts);

    /** The rule in force for a destination, as the settings have it now. */
    DestinationRule rule(String destination);
}
