package org.sterna.platform.drill.cluster;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Hosts are addresses of 127.231.0.0/16: Linux has all of 127.0.0.0/8 on its loopback interface. */
final class LoopbackNetwork implements LocalNetwork {
    private final NetworkNumber number;
    private final AtomicInteger hosts = new AtomicInteger(1);

    private LoopbackNetwork(NetworkNumber number) {
        this.number = number;
    }

    static LoopbackNetwork open() {
        return new LoopbackNetwork(NetworkNumber.first(any -> true));
    }

    @Override
    public String gateway() {
        return address(1);
    }

    private String address(int host) {
        return "127.231." + number.value() + "." + host;
    }

    @Override
    public Host host(String name) {
        return new Host(name, address(hosts.incrementAndGet()), List.of());
    }

    @Override
    public boolean canBeCut() {
        return false;
    }

    @Override
    public void cut(Host from, Host to) {
        throw new ClusterException("addresses of the loopback interface cannot be cut off from each other; that needs network namespaces, which need root");
    }

    @Override
    public void heal() {
        // nothing was ever cut
    }

    @Override
    public void close() {
        number.close();
    }
}
