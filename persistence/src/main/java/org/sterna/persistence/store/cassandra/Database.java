package org.sterna.persistence.store.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import com.datastax.oss.driver.internal.core.specex.ConstantSpeculativeExecutionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session with Cassandra, shared by everything on a node that stores or reads. All methods may be called from any
 * thread and none blocks, apart from the factory, {@link #prepare} and {@link #close}.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** With the connection itself; a connection is not given up before a statement on it is. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);
    /**
     * Not V5, in which Cassandra says of a lightweight transaction that timed out how many others there were: native-protocol 1.5.2 leaves these two octets
     * unread, takes them for the next frame, and the driver closes the connection with everything that is under way on it.
     */
    private static final String PROTOCOL = "V4";
    /** Of one statement, on different nodes. */
    private static final int EXECUTIONS = 3;

    private final CqlSession session;
    private final DatabaseSettings settings;
    private final ScheduledExecutorService timer;
    private final LongAdder mutations = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final StatementCounts counts = new StatementCounts();

    private Database(CqlSession session, DatabaseSettings settings) {
        this.session = session;
        this.settings = settings;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sterna-database-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        timer = executor;
    }

    /**
     * Connects, makes keyspace and tables if they are missing, and checks the schema's version. Blocks.
     *
     * @throws SchemaException if the keyspace was made by a newer Sterna
     * @throws DatabaseUnreachableException if no contact point answers
     */
    public static Database open(DatabaseSettings settings) {
        Duration patience = settings.requestTimeout().compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : settings.requestTimeout();
        DatabaseSettings.Access access = settings.access();
        ProgrammaticDriverConfigLoaderBuilder configuration = DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.PROTOCOL_VERSION, PROTOCOL)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, settings.requestTimeout())
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, patience)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, patience)
                .withDuration(DefaultDriverOption.HEARTBEAT_TIMEOUT, patience)
                .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(250))
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
                .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, Duration.ofSeconds(10))
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, access.consistency())
                .withString(DefaultDriverOption.REQUEST_SERIAL_CONSISTENCY, DefaultConsistencyLevel.SERIAL.name())
                .withInt(DefaultDriverOption.REQUEST_PAGE_SIZE, 500)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 2)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)      // two seconds each otherwise, at every start
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .withBoolean(DefaultDriverOption.NETTY_DAEMON, true)
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                .withString(DefaultDriverOption.LOAD_BALANCING_LOCAL_DATACENTER, settings.localDatacenter());
        if (!access.speculateAfter().isZero()) {                // a node that hangs is not waited for: every statement but those with a condition may be sent twice
            configuration.withClass(DefaultDriverOption.SPECULATIVE_EXECUTION_POLICY_CLASS, ConstantSpeculativeExecutionPolicy.class)
                    .withInt(DefaultDriverOption.SPECULATIVE_EXECUTION_MAX, EXECUTIONS)
                    .withDuration(DefaultDriverOption.SPECULATIVE_EXECUTION_DELAY, access.speculateAfter());
        }
        CqlSessionBuilder builder = CqlSession.builder().addContactPoints(settings.contactPoints()).withConfigLoader(configuration.build());
        access.login().ifPresent(login -> builder.withAuthCredentials(login.user(), login.password()));
        access.tls().ifPresent(tls -> builder.withSslEngineFactory(new ProgrammaticSslEngineFactory(tls.context(), null, tls.checkHostName())));
        CqlSession session;
        try {
            session = builder.build();
        } catch (AllNodesFailedException e) {
            throw new DatabaseUnreachableException(e.getMessage(), e);
        }
        try {
            Schema.create(session, settings);
            session.execute("USE " + settings.keyspace());
            return new Database(session, settings);
        } catch (RuntimeException e) {
            session.close();
            throw e instanceof AllNodesFailedException ? new DatabaseUnreachableException(e.getMessage(), e) : e;
        }
    }

    public DatabaseSettings settings() {
        return settings;
    }

    /** Prepares a statement against the keyspace. Blocks. */
    public PreparedStatement prepare(String cql) {
        return session.prepare(cql);
    }

    /** Cassandra mutations sent so far: one for each partition written, whatever number of rows it carried. */
    public long mutations() {
        return mutations.sum();
    }

    /** Statements sent so far that read. */
    public long reads() {
        return reads.sum();
    }

    /** How long statements took, and how many failed. */
    public StatementCounts counts() {
        return counts;
    }

    /** Reads one page. A failure is the driver's. */
    public CompletionStage<AsyncResultSet> read(Statement<?> statement) {
        reads.increment();
        long began = System.nanoTime();
        return session.executeAsync(statement).whenComplete((page, failure) -> {
            counts.reads().record(System.nanoTime() - began);
            if (failure != null) {
                counts.failedReads().increment();
            }
        });
    }

    /** Reads all rows, mapped, in order; for results that are bounded by their key. */
    public <T> CompletionStage<List<T>> readAll(Statement<?> statement, Function<Row, T> mapping) {
        List<T> rows = new ArrayList<>();
        return read(statement).thenCompose(page -> collect(page, mapping, rows));
    }

    private static <T> CompletionStage<List<T>> collect(AsyncResultSet page, Function<Row, T> mapping, List<T> rows) {
        page.currentPage().forEach(row -> rows.add(mapping.apply(row)));
        return page.hasMorePages()
                ? page.fetchNextPage().thenCompose(next -> collect(next, mapping, rows))
                : CompletableFuture.completedFuture(rows);
    }

    /** Reads the first row, if there is one. */
    public <T> CompletionStage<Optional<T>> readOne(Statement<?> statement, Function<Row, T> mapping) {
        return read(statement).thenApply(page -> Optional.ofNullable(page.one()).map(mapping));
    }

    /**
     * Writes durably: the identical statement is repeated until Cassandra answered or the deadline of the settings has
     * passed. A failure means that the outcome is unknown, the write may or may not have happened, except for statements
     * Cassandra calls invalid.
     */
    public CompletionStage<Void> write(Statement<?> statement) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        attempt(statement, System.nanoTime() + settings.writeDeadline().toNanos(), 20, done);
        return done;
    }

    private void attempt(Statement<?> statement, long deadline, long pauseMillis, CompletableFuture<Void> done) {
        mutations.increment();
        long began = System.nanoTime();
        session.executeAsync(statement).whenComplete((result, failure) -> {
            counts.writes().record(System.nanoTime() - began);
            if (failure == null) {
                done.complete(null);
                return;
            }
            counts.failedWrites().increment();
            if (failure instanceof InvalidQueryException || failure instanceof SyntaxError
                    || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis) >= deadline) {
                done.completeExceptionally(failure);
            } else {
                counts.repeatedWrites().increment();
                LOG.debug("a write failed and is repeated in {} ms: {}", pauseMillis, failure.toString());
                timer.schedule(() -> attempt(statement, deadline, Math.min(1000, pauseMillis * 2), done), pauseMillis, TimeUnit.MILLISECONDS);
            }
        });
    }

    /** A lightweight transaction; true if it was applied. Not repeated: after a failure its outcome is unknown. */
    public CompletionStage<Boolean> writeIf(Statement<?> statement) {
        mutations.increment();
        long began = System.nanoTime();
        return session.executeAsync(statement.setIdempotent(false)).whenComplete((result, failure) -> {
            counts.conditional().record(System.nanoTime() - began);
            if (failure != null) {
                counts.failedWrites().increment();
            }
        }).thenApply(AsyncResultSet::wasApplied);
    }

    /**
     * A lightweight transaction, sent and looked for until its outcome is known: true if it was applied. A failure means that it was not known until the deadline
     * of the settings had passed.
     *
     * @param look reads at the {@link #serial} level what became of it; empty if it was not applied, and still can be
     */
    public CompletionStage<Boolean> writeIf(Statement<?> statement, Supplier<CompletionStage<Optional<Boolean>>> look) {
        return new UntilKnown(() -> writeIf(statement), look, timer, System.nanoTime() + settings.writeDeadline().toNanos()).run();
    }

    /** A lightweight transaction that is given up sooner than others. */
    public CompletionStage<Boolean> writeIf(Statement<?> statement, Duration timeout) {
        return writeIf(statement.setTimeout(timeout));
    }

    /** The level of reads that must see the latest lightweight transaction. */
    public static ConsistencyLevel serial() {
        return DefaultConsistencyLevel.SERIAL;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        session.close();
    }
}
