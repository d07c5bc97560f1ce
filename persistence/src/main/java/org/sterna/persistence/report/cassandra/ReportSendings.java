package org.sterna.persistence.report.cassandra;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.report.ReportDay;
import org.sterna.persistence.store.cassandra.Database;

/**
 * The table {@code report_sending}: who makes a domain's report of a day, and what of it is sent. By lightweight transactions only. The owner's name runs out by itself; what is
 * marked stays, so whoever comes next sends only what was not.
 */
public final class ReportSendings {
    private static final int LIFE = (int) Duration.ofDays(10).toSeconds();

    private final Database database;
    private final String owner;
    private final PreparedStatement take;
    private final PreparedStatement mark;
    private final PreparedStatement unmark;
    private final PreparedStatement finish;
    private final PreparedStatement release;
    private final PreparedStatement read;

    /**
     * What is known of a report.
     *
     * @param marked where it is sent
     * @param done   whether that is all
     */
    public record Standing(Set<String> marked, boolean done) {
        private static final Standing NEW = new Standing(Set.of(), false);

        private static Standing of(Row row) {
            return new Standing(Set.copyOf(row.getSet(0, String.class)), row.getBoolean(1));
        }
    }

    /** @param owner names this run of this node */
    public ReportSendings(Database database, String owner) {
        this.database = database;
        this.owner = owner;
        take = database.prepare("UPDATE report_sending USING TTL ? SET owner = ? WHERE kind = ? AND day = ? AND domain = ? IF owner = NULL AND done = NULL");
        mark = database.prepare("UPDATE report_sending USING TTL " + LIFE + " SET marked = marked + ? WHERE kind = ? AND day = ? AND domain = ? IF owner = ?");
        unmark = database.prepare("UPDATE report_sending SET marked = marked - ? WHERE kind = ? AND day = ? AND domain = ? IF owner = ?");
        finish = database.prepare("UPDATE report_sending USING TTL " + LIFE + " SET done = true WHERE kind = ? AND day = ? AND domain = ? IF owner = ?");
        release = database.prepare("UPDATE report_sending SET owner = NULL WHERE kind = ? AND day = ? AND domain = ? IF owner = ?");
        read = database.prepare("SELECT marked, done FROM report_sending WHERE kind = ? AND day = ? AND domain = ?");
    }

    /**
     * False if it is another's now, or done.
     *
     * @param life after which somebody else may take it
     */
    public CompletionStage<Boolean> take(ReportDay day, String domain, Duration life) {
        return database.writeIf(take.bind((int) life.toSeconds(), owner, day.kind().word(), day.day(), domain));
    }

    /** What was marked by whoever had it before. */
    public CompletionStage<Standing> standing(ReportDay day, String domain) {
        return database.readOne(read.bind(day.kind().word(), day.day(), domain).setConsistencyLevel(Database.serial()), Standing::of)
                .thenApply((Optional<Standing> found) -> found.orElse(Standing.NEW));
    }

    /** False if it is not ours any more: then nothing may be sent. */
    public CompletionStage<Boolean> mark(ReportDay day, String domain, String destination) {
        return database.writeIf(mark.bind(Set.of(destination), day.kind().word(), day.day(), domain, owner));
    }

    /** It was not sent after all. */
    public CompletionStage<Boolean> unmark(ReportDay day, String domain, String destination) {
        return database.writeIf(unmark.bind(Set.of(destination), day.kind().word(), day.day(), domain, owner));
    }

    /** Nothing more is to be sent. */
    public CompletionStage<Boolean> finish(ReportDay day, String domain) {
        return database.writeIf(finish.bind(day.kind().word(), day.day(), domain, owner));
    }

    /** Somebody else may go on at once. */
    public CompletionStage<Boolean> release(ReportDay day, String domain) {
        return database.writeIf(release.bind(day.kind().word(), day.day(), domain, owner));
    }
}
