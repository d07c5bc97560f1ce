package org.sterna.platform.node;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.platform.admin.AdminHandler;
import org.sterna.platform.admin.AdminResult;

/** What an operator can ask of a running node, by the first word of the command. */
final class NodeAdmin implements AdminHandler {
    private final NodeStatus status;
    private final DirectoryAdmin directory;
    private final QueueAdmin queue;
    private final SessionAdmin sessions;
    private final Node node;

    NodeAdmin(Node node) {
        this.node = node;
        status = new NodeStatus(node);
        directory = new DirectoryAdmin(node);
        queue = new QueueAdmin(node);
        sessions = new SessionAdmin(node);
    }

    @Override
    public CompletionStage<AdminResult> handle(List<String> command, String input) {
        if (command.get(0).equals("status")) {
            return status.show(command.contains("--json"));
        }
        if (!node.ready()) {
            return CompletableFuture.completedFuture(AdminResult.refused("the node is starting or stopping; try again in a moment"));
        }
        switch (command.get(0)) {
            case "stop":
                node.stop();
                return CompletableFuture.completedFuture(AdminResult.done("stopping"));
            case "domain", "route", "account", "alias", "recipient":
                return directory.handle(command, input);
            case "queue":
                return queue.handle(command);
            case "session":
                return sessions.handle(command);
            default:
                return CompletableFuture.completedFuture(AdminResult.refused("this node does not know the command " + command.get(0)));
        }
    }
}
