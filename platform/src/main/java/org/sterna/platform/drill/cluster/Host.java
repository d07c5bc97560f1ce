package org.sterna.platform.drill.cluster;

import java.util.List;

/**
 * A place on a {@link LocalNetwork} for one process.
 *
 * @param name    a short one, such as n1
 * @param address by which this process and all other hosts reach it
 * @param prefix  what comes before a command that is to run there
 */
public record Host(String name, String address, List<String> prefix) {
    public Host {
        prefix = List.copyOf(prefix);
    }
}
