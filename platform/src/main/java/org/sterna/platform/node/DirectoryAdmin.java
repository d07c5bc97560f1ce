package org.sterna.platform.node;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.sterna.platform.admin.AdminResult;

/** Domains, routes, accounts, aliases and recipients behind relays, by the first word of the command. */
final class DirectoryAdmin {
    private final DomainAdmin domains;
    private final DirectoryServices services;
    private final RedirectionAdmin redirections;

    DirectoryAdmin(DirectoryServices services) {
        domains = new DomainAdmin(services);
        this.services = services;
        redirections = new RedirectionAdmin(services);
    }

    CompletionStage<AdminResult> handle(List<String> command, String input) {
        switch (command.get(0)) {
            case "domain":
                return domains.handleDomain(command);
            case "route":
                return domains.handleRoute(command);
            case "account":
                return new AccountAdmin(services.of(Words.of(command).option("--by"))).handle(command, input);
            case "alias":
                return redirections.handleAlias(command, input);
            case "recipient":
                return redirections.handleRecipient(command);
            default:
                return unknown(command);
        }
    }

    static CompletionStage<AdminResult> unknown(List<String> command) {
        return DirectoryServices.refused("this node does not know the command " + command.get(0) + " " + command.get(1));
    }
}
