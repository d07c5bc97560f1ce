package org.sterna.platform.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The first word: starts a node, or asks the one that runs. */
@Command(name = "sterna", description = "Sterna, an actor-based mail platform.", synopsisSubcommandLabel = "COMMAND",
        subcommands = {DomainCommands.class, AccountCommands.class, AliasCommands.class, RecipientCommands.class, RouteCommands.class,
            QueueCommands.class, DestinationCommands.class, MailboxCommands.class, SessionCommands.class, TraceCommand.class, DrillCommand.class})
final class SternaCommand implements Runnable {
    private static final int ROUND_MILLIS = 100;
    private static final Duration STOP = Duration.ofSeconds(120);

    private final Terminal terminal;
    private final NodeFunctions node;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show what the command does and takes.")
    private boolean help;

    SternaCommand(Terminal terminal, NodeFunctions node) {
        this.terminal = terminal;
        this.node = node;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(description = "Run a node in the foreground.")
    int start(@Mixin NodeOptions options) {
        return node.start(options.toStartOptions());
    }

    @Command(description = "Run a whole node with example accounts, send mail through it, and show every step.")
    int demo(@Mixin NodeOptions options, @Option(names = "--once", description = "End after the last step.") boolean once) {
        return node.demo(new DemoOptions(once, options.toStartOptions()));
    }

    @Command(description = "Stop the node: no new connections, those under way end.")
    int stop(@Mixin DataFolder data) {
        AdminAccess access = data.access(terminal);
        int status = call(data, List.of("stop"), "");
        if (status == 0 && !awaitTrue(() -> !access.isServed(), STOP)) {
            throw new AdminException("the node on " + access + " did not end within " + STOP.toSeconds() + " s; its log may say why");
        }
        return status;
    }

    @Command(description = "Show whether the node runs, its ports and its store.")
    int status(@Mixin DataFolder data,
               @Option(names = "--wait", paramLabel = "SECONDS", description = "Wait that long for the node to be ready.") int wait,
               @Option(names = "--json", description = "For programs.") boolean json) {
        AdminAccess access = data.access(terminal);
        if (wait > 0) {
            awaitTrue(() -> isReady(access), Duration.ofSeconds(wait));
        }
        return call(data, QueueCommands.withJson(List.of("status"), json), "");
    }

    @Command(description = "Read the settings again and take over what may change while running.")
    int reload(@Mixin DataFolder data) {
        return call(data, List.of("reload"), "");
    }

    @Command(description = "Remove now what nobody needs any more: expunged messages behind the retention, octets without a message.")
    int sweep(@Mixin DataFolder data) {
        return call(data, List.of("sweep"), "");
    }

    @Command(description = "Compare everything that is stored of an account; status 1 if something is wrong and stays so.")
    int check(@Mixin DataFolder data, @Parameters(paramLabel = "ACCOUNT") String account,
              @Option(names = "--repair", description = "Mend what is made of the journals; they are never changed.") boolean repair,
              @Option(names = "--json", description = "For programs.") boolean json) {
        List<String> command = new ArrayList<>(List.of("check", Typed.address(account)));
        if (repair) {
            command.add("--repair");
        }
        return call(data, QueueCommands.withJson(command, json), "");
    }

    @Command(description = "Release the lease of a node whose process has ended, so that others take over at once.")
    int release(@Mixin NodeOptions options) {
        return node.release(options.toStartOptions());
    }

    @Command(hidden = true, description = "Wait for the end of the node that started this process, and release its lease.")
    int guard(@Mixin NodeOptions options) {
        return node.guard(options.toStartOptions());
    }

    Terminal terminal() {
        return terminal;
    }

    NodeFunctions node() {
        return node;
    }

    int call(DataFolder data, List<String> command, String input) {
        AdminResult result = AdminClient.call(data.access(terminal), command, input, terminal.err()::println);
        if (!result.output().isEmpty()) {
            terminal.out().println(result.output());
        }
        if (!result.error().isEmpty()) {
            terminal.err().println("sterna: " + result.error());
        }
        return result.status();
    }

    private static boolean isReady(AdminAccess access) {
        try {
            return AdminClient.call(access, List.of("status"), "", line -> { }).status() == 0;
        } catch (AdminException e) {
            return false;                                    // not yet; the caller says so when the time is over
        }
    }

    private static boolean awaitTrue(BooleanSupplier condition, Duration time) {
        try {
            for (long waited = 0; !condition.getAsBoolean(); waited += ROUND_MILLIS) {
                if (waited >= time.toMillis()) {
                    return false;
                }
                Thread.sleep(ROUND_MILLIS);                     // a node that starts or stops has no socket to be asked at
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
