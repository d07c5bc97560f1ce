package org.sterna.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Starts Postfix with Dovecot, and Sterna, drives both through the same scenarios, in turns, and prints the medians side by side; or Sterna as it was before a
 * change, and as it is. Ends with status 1 if a scenario failed; the others are in the table all the same.
 */
@Command(name = "Comparison", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Compares Sterna with Debian's Postfix and Dovecot. The table goes to standard output, what is measured meanwhile to standard error.")
public final class Comparison implements Callable<Integer> {
    private static final int SINK_PORT = 26;
    private static final int BETWEEN_SERVERS = 2_000;

    @Parameters(index = "0..*", paramLabel = "COMMAND",
            description = "What starts a node, behind --; --data, --port-offset and settings are added to it. Default: ./sterna start of this checkout.")
    private List<String> command = new ArrayList<>();

    @Option(names = "--rounds", paramLabel = "N", description = "Of every scenario; medians are shown. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--warmups", paramLabel = "N", description = "How often each scenario is done before it is measured. Default: ${DEFAULT-VALUE}.")
    private int warmups = 3;

    @Option(names = "--quick", description = "Few messages: shows that everything works, and little more.")
    private boolean quick;

    @Option(names = "--only", paramLabel = "S,T", split = ",", description = "Of quiet, smtp-in-5k, smtp-in-50k, latency, relay, submission, login, summaries,"
            + " mailbox, append, exists, pop3, memory, few-mailboxes, full-mailboxes, full-queue. Default: all but the last three.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--big", description = "The last three, too, which are Sterna's alone: mailboxes of 100,000, and as many messages queued.")
    private boolean big;

    @Option(names = "--format", paramLabel = "NAME", description = "Of Dovecot's mailboxes: maildir, sdbox or mdbox. Default: ${DEFAULT-VALUE}.")
    private String format = "maildir";

    @Option(names = "--port-offset", paramLabel = "N", description = "Of the ports of Postfix and Dovecot; Sterna's are 2,000 higher. Default: ${DEFAULT-VALUE}.")
    private int offset = 14_000;

    @Option(names = "--before", paramLabel = "DIR", description = "Another, built checkout of Sterna, which takes the place of Postfix and Dovecot: what a change brings.")
    private Path before;

    @Spec
    private CommandSpec spec;

    /** The arguments are told by {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Tool.execute(new Comparison(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ComparedPart> parts = chosen();
        ComparedAmounts amounts = quick ? ComparedAmounts.quick(rounds, warmups) : ComparedAmounts.full(rounds, warmups);
        Path home = Path.of(System.getProperty("sterna.home", "."));
        List<String> start = command.isEmpty() ? List.of(home.resolve("sterna").toString(), "start") : command;
        int sinkPort = offset + SINK_PORT;
        if (before != null) {
            try (ComparedNode other = ComparedNode.start("Sterna before", List.of(before.resolve("sterna").toString(), "start"), offset, sinkPort, List.of(), rounds);
                    ComparedNode node = ComparedNode.start("Sterna after", start, offset + BETWEEN_SERVERS, sinkPort, List.of(), rounds)) {
                return compare(other, node, parts, amounts, sinkPort, home);
            }
        }
        try (PostfixAndDovecot other = PostfixAndDovecot.start(home.resolve("benchmarks"), offset, sinkPort, format, rounds);
                ComparedNode node = ComparedNode.start("Sterna", start, offset + BETWEEN_SERVERS, sinkPort, other.certificateSettings(), rounds)) {
            return compare(other, node, parts, amounts, sinkPort, home);
        }
    }

    private int compare(ComparedServer other, ComparedNode node, List<ComparedPart> parts, ComparedAmounts amounts, int sinkPort, Path home)
            throws IOException, InterruptedException {
        ComparedRun run = new ComparedRun(List.of(other, node), amounts, sinkPort, spec.commandLine().getErr());
        boolean all = run.take(parts);
        print(home, run.table());
        return all ? 0 : 1;
    }

    private List<ComparedPart> chosen() {
        try {
            return ComparedPart.chosen(only, big);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), unknown.getMessage());
        }
    }

    private void print(Path home, String table) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("Measured on %s by `%s`; medians of %d.%n%n", LocalDate.now(ZoneOffset.UTC), commandLine(), rounds);
        for (String line : Versions.lines(home)) {
            out.println("- " + line);
        }
        if (before == null) {
            out.printf("- Dovecot keeps mailboxes as %s; both show the same certificate%n", format);
        }
        out.printf("- Sterna's settings: `%s`%n%n", String.join(" ", ComparedNode.settings()));
        out.print(table);
        out.flush();
    }

    private String commandLine() {
        List<String> words = new ArrayList<>(List.of("benchmarks/compare.sh"));
        words.addAll(spec.commandLine().getParseResult().originalArgs());
        int end = words.indexOf("--");                       // what starts the node says nothing of what was measured
        return String.join(" ", end < 0 ? words : words.subList(0, end));
    }
}
