package org.sterna.benchmarks;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What can be compared, in the order in which it is done. */
enum ComparedPart {
    QUIET("quiet", (amounts, sinkPort) -> new QuietScenario()),
    SMALL("smtp-in-5k", (amounts, sinkPort) -> new InboundScenario("SMTP in, 5 KB", deliveries(), ComparedPart.SMALL_OCTETS, amounts.small())),
    LARGE("smtp-in-50k", (amounts, sinkPort) -> new InboundScenario("SMTP in, 50 KB", deliveries(), ComparedPart.LARGE_OCTETS, amounts.large())),
    LATENCY("latency", (amounts, sinkPort) -> new LatencyScenario(ComparedPart.SMALL_OCTETS, amounts.paced())),
    RELAY("relay", (amounts, sinkPort) -> new RelayScenario(ComparedPart.SMALL_OCTETS, amounts.small(), sinkPort)),
    SUBMISSION("submission", (amounts, sinkPort) -> new SubmissionScenario(ComparedPart.SMALL_OCTETS, amounts.small() / 4, sinkPort)),
    LOGIN("login", (amounts, sinkPort) -> new LoginScenario(amounts.sessions(), amounts.inbox())),
    SUMMARIES("summaries", (amounts, sinkPort) -> SyncScenario.summaries(amounts.bigMailbox())),
    MAILBOX("mailbox", (amounts, sinkPort) -> SyncScenario.whole(amounts.mailbox())),
    APPEND("append", (amounts, sinkPort) -> new AppendScenario(amounts.appended())),
    EXISTS("exists", (amounts, sinkPort) -> new ExistsScenario(amounts.told())),
    POP3("pop3", (amounts, sinkPort) -> new RetrievalScenario(amounts.retrieved())),
    MEMORY("memory", (amounts, sinkPort) -> new MemoryScenario(amounts.connections(), amounts.inbox())),
    FEW_MAILBOXES("few-mailboxes", (amounts, sinkPort) -> FilledScenario.mailboxes(few(), 0,
            new InboundScenario("SMTP in, 5 KB, to 4 mailboxes", few(), ComparedPart.SMALL_OCTETS, amounts.small()))),
    FULL_MAILBOXES("full-mailboxes", (amounts, sinkPort) -> FilledScenario.mailboxes(full(), amounts.bigMailbox(),
            new InboundScenario("SMTP in, 5 KB, to 4 mailboxes of %,d".formatted(amounts.bigMailbox()), full(), ComparedPart.SMALL_OCTETS, amounts.small()))),
    FULL_QUEUE("full-queue", (amounts, sinkPort) -> FilledScenario.queue(amounts.waiting(),
            new InboundScenario("SMTP in, 5 KB, %,d queued".formatted(amounts.waiting()), deliveries(), ComparedPart.SMALL_OCTETS, amounts.small())));

    private static final int SMALL_OCTETS = 5_120;
    private static final int LARGE_OCTETS = 51_200;

    private final String word;
    private final BiFunction<ComparedAmounts, Integer, ComparedScenario> scenario;

    ComparedPart(String word, BiFunction<ComparedAmounts, Integer, ComparedScenario> scenario) {
        this.word = word;
        this.scenario = scenario;
    }

    /** As it is chosen. */
    String word() {
        return word;
    }

    /** Whether it takes so long that it is done only when it is asked for. */
    boolean isBig() {
        return compareTo(FEW_MAILBOXES) >= 0;
    }

    /** @param sinkPort where servers relay to */
    ComparedScenario scenario(ComparedAmounts amounts, int sinkPort) {
        return scenario.apply(amounts, sinkPort);
    }

    /**
     * What is to be done, in order.
     *
     * @param only these; all if empty
     * @param big  the big ones, too, if all are
     * @throws IllegalArgumentException if one is unknown
     */
    static List<ComparedPart> chosen(List<String> only, boolean big) {
        for (String word : only) {
            if (Stream.of(values()).noneMatch(part -> part.word.equals(word))) {
                throw new IllegalArgumentException("there is no scenario " + word + "; there are " + words());
            }
        }
        return Stream.of(values()).filter(part -> only.isEmpty() ? big || !part.isBig() : only.contains(part.word)).toList();
    }

    /** All of them. */
    static String words() {
        return String.join(", ", Stream.of(values()).map(ComparedPart::word).toList());
    }

    private static List<String> deliveries() {
        return ScaleNode.addresses(ComparedAccounts.DELIVERY, ComparedAccounts.DELIVERIES);
    }

    private static List<String> few() {
        return ScaleNode.addresses(ComparedAccounts.FEW, ComparedAccounts.FULL_ONES);
    }

    private static List<String> full() {
        return ScaleNode.addresses(ComparedAccounts.FULL, ComparedAccounts.FULL_ONES);
    }
}
