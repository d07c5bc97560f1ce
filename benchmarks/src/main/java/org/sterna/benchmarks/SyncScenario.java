package org.sterna.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a client asks that synchronizes a mailbox: the first one after it was filled, and one that comes later. */
final class SyncScenario implements ComparedScenario {
    private static final int OCTETS = 4_800;
    /** Messages of the mailbox that warms up, and how often it is read. */
    private static final int TRIED = 1_000;
    private static final int TRIES = 20;

    /**
     * A command whose answer is timed.
     *
     * @param name in the table
     * @param each whether it is answered with a response for each message
     */
    private record Question(String name, String command, boolean each) { }

    private final String kind;
    private final int messages;
    private final List<Question> questions;

    private SyncScenario(String kind, int messages, List<Question> questions) {
        this.kind = kind;
        this.messages = messages;
        this.questions = questions;
    }

    /** A mailbox for each round: summaries, bodies, searches. */
    static SyncScenario whole(int messages) {
        return new SyncScenario(ComparedAccounts.MAILBOX, messages, Stream.concat(summaries(), Stream.of(
                new Question("bodies", "FETCH 1:* (UID BODY.PEEK[])", true),
                new Question("SEARCH HEADER", "UID SEARCH HEADER X-Number 17", false),
                new Question("SEARCH BODY", "UID SEARCH BODY " + SyncMessages.NEEDLE, false))).toList());
    }

    /** One mailbox, whose summaries alone are read. */
    static SyncScenario summaries(int messages) {
        return new SyncScenario(ComparedAccounts.BIG_MAILBOX, messages, summaries().toList());
    }

    private static Stream<Question> summaries() {
        return Stream.of(new Question("SELECT", "SELECT INBOX", false), new Question("FLAGS", "UID FETCH 1:* (FLAGS)", true),
                new Question("ENVELOPE, BODYSTRUCTURE", "UID FETCH 1:* (ENVELOPE BODYSTRUCTURE INTERNALDATE RFC822.SIZE)", true));
    }

    /** The commands alone, on a mailbox of another account: no first one of a round is the first one of the server. */
    @Override
    public void prepare(ComparedServer server) throws IOException, InterruptedException {
        String user = ScaleNode.address(ComparedAccounts.TRIED, 0);
        InboxFilling.fill(server.imaps(), user, ScaleNode.PASSWORD, TRIED, OCTETS);
        try (SyncClient client = login(server, user)) {
            for (int time = 0; time < TRIES; time++) {
                for (Question question : questions) {
                    client.ask(question.command());
                }
            }
        }
    }

    @Override
    public void measure(ComparedServer server, int round, ComparedNotes notes) throws IOException, InterruptedException {
        String user = kind.equals(ComparedAccounts.MAILBOX) ? ScaleNode.address(kind, round - 1) : ScaleNode.address(kind, 0);
        if (round == 1 || kind.equals(ComparedAccounts.MAILBOX)) {
            InboxFilling.fill(server.imaps(), user, ScaleNode.PASSWORD, messages, OCTETS);
            Quiet.await(List.of(server));
            ask(server, user, "first", notes);
        }
        ask(server, user, "warm", notes);
    }

    private void ask(ComparedServer server, String user, String when, ComparedNotes notes) throws IOException {
        try (SyncClient client = login(server, user)) {
            for (Question question : questions) {
                Duration before = server.processorTime();
                SyncClient.Answer answer = client.ask(question.command());
                Duration processor = server.processorTime().minus(before);
                if (question.each() && answer.responses() < messages) {
                    throw new IOException(question.command() + " was answered with " + answer.responses() + " responses");
                }
                notes.add("mailbox of %,d: %s, %s".formatted(messages, question.name(), when), "ms", answer.nanos() / 1e6, processor, 1);
            }
        }
    }

    private static SyncClient login(ComparedServer server, String user) throws IOException {
        SyncClient client = new SyncClient(server.imaps());
        client.ask("LOGIN \"" + user + "\" \"" + ScaleNode.PASSWORD + "\"");
        return client;
    }
}
