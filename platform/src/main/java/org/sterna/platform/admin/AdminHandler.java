package org.sterna.platform.admin;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the node does at a command. Called from several threads at once. */
@FunctionalInterface
public interface AdminHandler {
    /**
     * Does one command.
     *
     * @param command such as {@code [domain, add, example.org]}; options come last, each followed by its value, if it has one
     * @param input   a password or a file's text, if the command takes one; empty otherwise
     */
    CompletionStage<AdminResult> handle(List<String> command, String input);

    /**
     * Does one command that may take long.
     *
     * @param progress is told how far it is
     */
    default CompletionStage<AdminResult> handle(List<String> command, String input, AdminProgress progress) {
        return handle(command, input);
    }
}
