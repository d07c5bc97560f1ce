package org.sterna.platform.drill.cluster;

/** Where the processes of a cluster on this machine live. All methods may be called from any thread. */
public interface LocalNetwork extends AutoCloseable {

    /** The address by which the hosts reach this process. */
    String gateway();

    /**
     * A further host.
     *
     * @param name lower-case letters and digits, at most 8, none twice
     */
    Host host(String name);

    /** Whether {@link #cut} can be had. */
    boolean canBeCut();

    /**
     * From now on nothing that the one host sends reaches the other, and nobody is told: neither on connections that exist nor on new ones. What the other sends
     * still arrives.
     *
     * @throws ClusterException where there are no namespaces
     */
    void cut(Host from, Host to);

    /** Cuts both ways. */
    default void partition(Host one, Host other) {
        cut(one, other);
        cut(other, one);
    }

    /** Ends every cut. */
    void heal();

    /** Kills what runs on the hosts and takes them away. */
    @Override
    void close();

    /** Hosts with networks of their own. */
    static LocalNetwork withNamespaces() {
        return NamespaceNetwork.open();
    }

    /** Hosts that are addresses of the loopback interface and cannot be cut off. */
    static LocalNetwork onLoopback() {
        return LoopbackNetwork.open();
    }
}
