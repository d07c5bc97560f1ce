package org.sterna.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.platform.admin.AdminClient;
import org.sterna.platform.admin.AdminException;
import org.sterna.platform.admin.AdminResult;

/**
 * What {@code ./sterna status --json} says of a node.
 *
 * @param pid       of the node's process
 * @param cassandra process id of the embedded Cassandra; empty if it is external or being restarted
 * @param ports     by the name of the service
 * @param mutations sent to Cassandra since the node's start
 * @param reads     of Cassandra since the node's start
 */
record NodeStatus(long pid, Optional<Long> cassandra, Map<String, Integer> ports, long mutations, long reads) {
    private static final Pattern PID = Pattern.compile("\"pid\":([0-9]+)");
    private static final Pattern CASSANDRA = Pattern.compile("\"cassandra\":\"embedded, pid ([0-9]+)");
    private static final Pattern MUTATIONS = Pattern.compile("\"mutations\":([0-9]+)");
    private static final Pattern READS = Pattern.compile("\"reads\":([0-9]+)");
    private static final Pattern PORTS = Pattern.compile("\"ports\":\\{([^}]*)\\}");
    private static final Pattern PORT = Pattern.compile("\"([^\"]+)\":([0-9]+)");

    /** @throws AdminException if no node runs there or it is not ready */
    static NodeStatus of(Path data) {
        AdminResult result = AdminClient.call(data, List.of("status", "--json"), "");
        if (result.status() != 0) {
            throw new AdminException(result.error());
        }
        return parse(result.output());
    }

    /** Empty until the node is ready. */
    static Optional<NodeStatus> ifReady(Path data) {
        try {
            return Optional.of(of(data));
        } catch (AdminException notYet) {
            return Optional.empty();
        }
    }

    static NodeStatus parse(String json) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        Matcher port = PORT.matcher(find(PORTS, json).orElse(""));
        while (port.find()) {
            ports.put(port.group(1), Integer.valueOf(port.group(2)));
        }
        return new NodeStatus(number(PID, json), find(CASSANDRA, json).map(Long::valueOf), ports, number(MUTATIONS, json),
                number(READS, json));
    }

    /** The node and its Cassandra, which is a descendant only of the node that started it. */
    List<Long> pids() {
        List<Long> pids = new ArrayList<>(List.of(pid));
        cassandra.ifPresent(pids::add);
        return pids;
    }

    private static long number(Pattern pattern, String json) {
        return find(pattern, json).map(Long::valueOf)
                .orElseThrow(() -> new AdminException("the node's status does not match " + pattern + ": " + json));
    }

    private static Optional<String> find(Pattern pattern, String json) {
        Matcher matcher = pattern.matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
