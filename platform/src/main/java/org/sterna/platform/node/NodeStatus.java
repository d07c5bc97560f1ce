package org.sterna.platform.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.platform.admin.AdminResult;

/** How a node is: its ports, its store, its lease. */
final class NodeStatus {
    private final Node node;

    NodeStatus(Node node) {
        this.node = node;
    }

    CompletionStage<AdminResult> show(boolean json) {
        if (!node.ready()) {
            return CompletableFuture.completedFuture(AdminResult.refused("the node is starting or stopping"));
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("host", node.settings().node().hostName());
        status.put("incarnation", node.leases().own().incarnation());
        status.put("pid", ProcessHandle.current().pid());
        Map<String, Object> ports = new LinkedHashMap<>();
        node.listeners().ports().forEach((service, port) -> ports.put(service.settingName(), port));
        status.put("ports", ports);
        status.put("connections", node.listeners().connections());
        status.put("lease", node.leases().own().valid(System.nanoTime()) ? "valid" : "not valid: acknowledgements wait");
        status.put("cassandra", node.embedded().map(child -> (child.alive() ? "embedded, pid " + child.pid() : "embedded, being restarted")
                + ", " + child.contactPoint().getHostString() + ":" + child.contactPoint().getPort() + ", commit log: batch")
                .orElse("external: " + node.settings().cassandra().contactPoints()));
        node.cluster().ifPresent(cluster -> status.put("members", cluster.members().describe().toList()));
        status.put("mutations", node.database().mutations());
        status.put("reads", node.database().reads());
        status.put("delivering", node.queue().active());
        status.put("domains", node.directory().domains().size());
        if (json) {
            return CompletableFuture.completedFuture(AdminResult.done(Json.write(status)));
        }
        StringBuilder out = new StringBuilder();
        status.forEach((name, value) -> out.append(out.isEmpty() ? "" : "\n").append(String.format("%-12s %s", name, value)));
        return CompletableFuture.completedFuture(AdminResult.done(out.toString()));
    }
}
