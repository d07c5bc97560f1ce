package org.sterna.platform.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "account", description = "Users with their mailboxes.", subcommands = AppPasswordCommands.class)
final class AccountCommands extends CommandGroup {
    private static final String DEFAULT = "default";

    @Command(description = "Make an account. Without --password-stdin the password is asked for, or invented and shown.")
    int add(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address,
            @Option(names = "--password-stdin", description = "The password is the first line of the standard input.") boolean stdin,
            @Option(names = "--quota", paramLabel = "SIZE", description = "Such as 500M or 10G; default: none.") Optional<String> quota) {
        List<String> command = new ArrayList<>(List.of("account", "add", Typed.address(address)));
        quota.map(Typed::size).ifPresent(octets -> command.addAll(List.of("--quota", octets)));
        return callWithPassword(data, command, stdin, address);
    }

    @Command(description = "Change a password. Without --password-stdin it is asked for, or invented and shown.")
    int passwd(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address,
               @Option(names = "--password-stdin", description = "The password is the first line of the standard input.") boolean stdin) {
        return callWithPassword(data, List.of("account", "passwd", Typed.address(address)), stdin, address);
    }

    @Command(description = "Remove an account with its mailboxes.")
    int remove(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address) {
        return change(data, List.of("account", "remove", Typed.address(address)));
    }

    @Command(description = "Show what an account may store and has stored; with an option, change it.")
    int quota(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address,
              @Option(names = "--storage", paramLabel = "SIZE", description = "Such as 500M or 10G, or default: as sterna.quota.storage says.")
              Optional<String> storage,
              @Option(names = "--messages", paramLabel = "N", description = "In all mailboxes, or default: as sterna.quota.messages says.")
              Optional<String> messages) {
        List<String> command = new ArrayList<>(List.of("account", "quota", Typed.address(address)));
        storage.map(size -> size.equals(DEFAULT) ? size : Typed.size(size)).ifPresent(octets -> command.addAll(List.of("--storage", octets)));
        messages.map(count -> count.equals(DEFAULT) ? count : Typed.count(count)).ifPresent(count -> command.addAll(List.of("--messages", count)));
        return change(data, command);
    }

    @Command(description = "Show what an account may log in for; with an option, change it.")
    int permit(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address,
               @Option(names = "--allow", paramLabel = "LIST", description = "Some of imap, pop3 and smtp (which is sending), with commas.") Optional<String> allow,
               @Option(names = "--deny", paramLabel = "LIST", description = "The same.") Optional<String> deny,
               @Option(names = "--impersonate", negatable = true, description = "Let it log in as every other account, for support.")
               Optional<Boolean> impersonate) {
        List<String> command = new ArrayList<>(List.of("account", "permit", Typed.address(address)));
        allow.ifPresent(list -> command.addAll(List.of("--allow", list)));
        deny.ifPresent(list -> command.addAll(List.of("--deny", list)));
        impersonate.ifPresent(yes -> command.add(yes ? "--impersonate" : "--no-impersonate"));
        return change(data, command);
    }

    @Command(description = "Show what was done to an account, by whom and when.")
    int log(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS") String address) {
        return call(data, List.of("account", "log", Typed.address(address)));
    }

    @Command(description = "Show which names and networks are shut out for their failed logins.")
    int bans(@Mixin DataFolder data) {
        return call(data, List.of("account", "bans"));
    }

    @Command(description = "Forget the failed logins of a name or a network, so that it is shut out no longer.")
    int unban(@Mixin DataFolder data, @Parameters(paramLabel = "ADDRESS|NETWORK", description = "As account bans shows it.") String who) {
        if (who.isBlank() || who.startsWith("-")) {
            throw new AdminException("'" + who + "' is neither a name nor a network");
        }
        return change(data, List.of("account", "unban", who));
    }

    @Command(description = "List the accounts.")
    int list(@Mixin DataFolder data) {
        return call(data, List.of("account", "list"));
    }

    @Command(name = "import", description = "Make many accounts from lines of \"address password\"; - is the standard input.")
    int importFile(@Mixin DataFolder data, @Parameters(paramLabel = "FILE") Path file,
                   @Option(names = "--hashed", description = "The passwords are hashes of another program, as $2b$..., $6$... or {SSHA}...") boolean hashed) {
        return change(data, hashed ? List.of("account", "import", "--hashed") : List.of("account", "import"),
                new ImportFile(file, "address password", "\\S+@\\S+\\s+\\S.*").read(terminal()));
    }

    private int callWithPassword(DataFolder data, List<String> command, boolean stdin, String address) {
        Passwords.Chosen chosen = Passwords.choose(terminal(), stdin, address);
        int status = change(data, command, chosen.password());
        if (status == 0 && chosen.generated()) {
            terminal().out().println("password: " + chosen.password());
        }
        return status;
    }
}
