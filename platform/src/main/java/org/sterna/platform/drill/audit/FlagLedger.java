package org.sterna.platform.drill.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which flags the messages of one account have for certain, because one client alone sets and clears them and was answered with OK. A message whose command had no
 * answer is not spoken of any more: the command may be done still, whenever that is. Any thread may use it.
 */
public final class FlagLedger {
    private final Map<Integer, Map<String, Boolean>> promised = new HashMap<>();
    private final Set<Integer> uncertain = new HashSet<>();
    private long stores;

    /** Answered with OK. */
    public synchronized void stored(int number, String flag, boolean set) {
        promised.computeIfAbsent(number, first -> new HashMap<>()).put(flag, set);
        stores++;
    }

    /** A command about the message had no answer, or NO. */
    public synchronized void uncertain(int number) {
        uncertain.add(number);
    }

    public synchronized boolean isUncertain(int number) {
        return uncertain.contains(number);
    }

    /** How many flags were stored. */
    public synchronized long stores() {
        return stores;
    }

    /** What is not as it was promised; a message that is not there at all is counted elsewhere. */
    public synchronized List<String> lost(Collection<Found> found) {
        List<String> lost = new ArrayList<>();
        for (Found each : found) {
            if (!uncertain.contains(each.number())) {
                promised.getOrDefault(each.number(), Map.of()).forEach((flag, set) -> {
                    if (each.flags().contains(flag) != set) {
                        lost.add(flag + (set ? " was set" : " was cleared") + " and is not so: " + each + " " + each.flags());
                    }
                });
            }
        }
        return lost;
    }
}
