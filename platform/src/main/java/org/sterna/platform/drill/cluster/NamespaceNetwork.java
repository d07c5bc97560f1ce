package org.sterna.platform.drill.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every host is a network namespace of Linux with one interface, {@code eth0}, on a bridge that has a namespace of its own (so that packet filters of the machine
 * do not see what passes). This process is on the bridge, too, as address 1 of 10.231.NUMBER.0/24. All names begin with {@code sterna-drill-NUMBER-}.
 *
 * <p>A cut is an entry in the sender's neighbour table that names a link-layer address nobody has: frames are sent, and no interface takes them. So neither
 * a packet filter nor a shaper is needed, and established connections are hit like new ones.
 */
final class NamespaceNetwork implements LocalNetwork {
    private static final String PREFIX = "sterna-drill-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-[a-z0-9]+");
    /** Locally administered, and of no interface: those of the kernel's virtual ones are random, but never this by a chance worth naming. */
    private static final String NOBODY = "02:00:00:00:00:fe";
    private static final String HUB = "hub";

    private record Cut(Host from, Host to) {
    }

    private final NetworkNumber number;
    private final Set<Cut> cuts = new LinkedHashSet<>();
    private int hosts = 1;

    private NamespaceNetwork(NetworkNumber number) {
        this.number = number;
    }

    static NamespaceNetwork open() {
        NamespaceNetwork network;
        try {
            removeLeftovers();
            network = new NamespaceNetwork(NetworkNumber.first(NamespaceNetwork::isUnused));
        } catch (ClusterException e) {
            throw refused(e);
        }
        try {
            network.makeHub();
            return network;
        } catch (ClusterException e) {
            network.close();
            throw refused(e);
        }
    }

    private static ClusterException refused(ClusterException cause) {
        return new ClusterException("network namespaces cannot be made here (they need root on Linux, or CAP_NET_ADMIN and CAP_SYS_ADMIN, and the programs ip and "
                + "nsenter): " + cause.getMessage(), cause);
    }

    private static boolean isUnused(int number) {
        return Shell.must("ip", "-o", "address", "show", "to", subnet(number) + "0/24").isBlank()
                && Shell.must("ip", "-o", "route", "show", "root", subnet(number) + "0/24").isBlank();
    }

    private static String subnet(int number) {
        return "10.231." + number + ".";
    }

    private String namespace(String name) {
        return PREFIX + number.value() + "-" + name;
    }

    private void makeHub() {
        String hub = namespace(HUB);
        String uplink = "sterna" + number.value();
        Shell.must("ip", "netns", "add", hub);
        Shell.must("ip", "-n", hub, "link", "add", "bridge", "type", "bridge");
        Shell.must("ip", "-n", hub, "link", "set", "bridge", "up");
        Shell.must("ip", "link", "add", uplink, "type", "veth", "peer", "name", "outside", "netns", hub);
        Shell.must("ip", "-n", hub, "link", "set", "outside", "master", "bridge", "up");
        Shell.must("ip", "address", "add", gateway() + "/24", "dev", uplink);
        Shell.must("ip", "link", "set", uplink, "up");
    }

    @Override
    public String gateway() {
        return subnet(number.value()) + 1;
    }

    @Override
    public synchronized Host host(String name) {
        String own = namespace(name);
        String hub = namespace(HUB);
        String address = subnet(number.value()) + ++hosts;
        Shell.must("ip", "netns", "add", own);
        String port = "to-" + name;
        Shell.must("ip", "-n", hub, "link", "add", "name", port, "type", "veth", "peer", "name", "eth0", "netns", own);
        Shell.must("ip", "-n", hub, "link", "set", "dev", port, "master", "bridge", "up");
        Shell.must("ip", "-n", own, "address", "add", address + "/24", "dev", "eth0");
        Shell.must("ip", "-n", own, "link", "set", "lo", "up");
        Shell.must("ip", "-n", own, "link", "set", "eth0", "up");
        return new Host(name, address, List.of("nsenter", "--net=" + file(own), "--"));
    }

    private static Path file(String namespace) {
        Path usual = Path.of("/run/netns", namespace);
        return Files.exists(usual) ? usual : Path.of("/var/run/netns", namespace);
    }

    @Override
    public boolean canBeCut() {
        return true;
    }

    @Override
    public synchronized void cut(Host from, Host to) {
        if (cuts.add(new Cut(from, to))) {
            Shell.must("ip", "-n", namespace(from.name()), "neighbour", "replace", to.address(), "lladdr", NOBODY, "dev", "eth0", "nud", "permanent");
        }
    }

    @Override
    public synchronized void heal() {
        for (Cut cut : List.copyOf(cuts)) {
            Shell.must("ip", "-n", namespace(cut.from().name()), "neighbour", "delete", cut.to().address(), "dev", "eth0");
            cuts.remove(cut);
        }
    }

    @Override
    public synchronized void close() {
        cuts.clear();
        try {
            remove(number.value());
        } finally {
            number.close();
        }
    }

    /** What a process left that was killed: its number is held by nobody. */
    private static void removeLeftovers() {
        for (int left : numbersInUse()) {
            NetworkNumber.of(left).ifPresent(held -> {
                try {
                    remove(left);
                } finally {
                    held.close();
                }
            });
        }
    }

    private static Set<Integer> numbersInUse() {
        Set<Integer> numbers = new LinkedHashSet<>();
        for (String name : names()) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches() && Integer.parseInt(matcher.group(1)) <= NetworkNumber.COUNT) {
                numbers.add(Integer.valueOf(matcher.group(1)));
            }
        }
        return numbers;
    }

    private static List<String> names() {
        return Shell.must("ip", "netns", "list").lines().map(line -> line.split(" ")[0]).filter(name -> NAME.matcher(name).matches()).toList();
    }

    /** The processes in the namespaces, then the namespaces; interfaces go with them, and so does the other end of each. */
    private static void remove(int number) {
        List<String> own = names().stream().filter(name -> name.startsWith(PREFIX + number + "-")).toList();
        for (String name : own) {
            Shell.must("ip", "netns", "pids", name).lines().map(String::strip).filter(line -> !line.isEmpty())
                    .forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
        }
        own.forEach(name -> Shell.must("ip", "netns", "delete", name));
        String uplink = "sterna" + number;
        if (Shell.run("ip", "link", "show", uplink).status() == 0) {
            // It vanishes with its other end, a little later; whoever wants the number again should not meet it.
            Shell.run("ip", "link", "delete", uplink);
        }
    }
}
