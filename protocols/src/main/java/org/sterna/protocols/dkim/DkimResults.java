package org.sterna.protocols.dkim;

import java.util.List;

/**
 * What became of a message's signatures.
 *
 * @param results in the order of their fields, the topmost first; immutable
 * @param unchecked how many more signature fields were there and were not looked at
 */
public record DkimResults(List<DkimResult> results, int unchecked) {
    public DkimResults {
        results = List.copyOf(results);
    }
}
