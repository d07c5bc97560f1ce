package org.sterna.platform.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sterna.platform.admin.AdminResult;

/** Domains, routes, accounts, aliases and recipients behind relays, by the first word of the command. */
final class DirectoryAdmin {
    /** The last two words of a command that changes something: who gives it. */
    private static final String BY = "--by";

    private final DirectoryServices services;
    private final Signing signing;

    DirectoryAdmin(DirectoryServices services, Signing signing) {
        this.services = services;
        this.signing = signing;
    }

    CompletionStage<AdminResult> handle(List<String> words, String input) {
        int last = words.size() - 1;
        boolean named = last > 0 && words.get(last - 1).equals(BY);
        DirectoryServices asked = services.of(named ? Optional.of(words.get(last)) : Optional.empty());
        List<String> command = named ? words.subList(0, last - 1) : words;
        switch (command.get(0)) {
            case "domain":
                return command.get(1).equals("dkim") ? new SigningAdmin(asked, signing).handle(command) : new DomainAdmin(asked).handleDomain(command);
            case "route":
                return new DomainAdmin(asked).handleRoute(command);
            case "account":
                return new AccountAdmin(asked).handle(command, input);
            case "alias":
                return new RedirectionAdmin(asked).handleAlias(command, input);
            case "recipient":
                return new RedirectionAdmin(asked).handleRecipient(command);
            default:
                return unknown(command);
        }
    }

    static CompletionStage<AdminResult> unknown(List<String> command) {
        return DirectoryServices.refused("this node does not know the command " + command.get(0) + " " + command.get(1));
    }
}
