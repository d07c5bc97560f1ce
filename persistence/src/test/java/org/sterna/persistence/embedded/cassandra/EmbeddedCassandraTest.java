package org.sterna.persistence.embedded.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class EmbeddedCassandraTest {
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @TempDir
    private Path temporary;

    @Test
    void speaksCqlUntilItIsClosed() {
        EmbeddedCassandra cassandra = EmbeddedCassandra.start(settings(), said::add);
        try (cassandra; CqlSession session = session(cassandra.contactPoint())) {
            assertThat(session.execute("SELECT release_version FROM system.local").one().getString(0)).startsWith("5.0");
            assertThat(cassandra.contactPoint().getAddress().isLoopbackAddress()).isTrue();
            assertThatThrownBy(() -> EmbeddedCassandra.start(settings(), said::add))
                    .isInstanceOf(EmbeddedCassandraException.class).hasMessageContaining("another node is running on " + folder());
            assertThat(cassandra.alive()).isTrue();
        }
        assertThat(cassandra.alive()).isFalse();
        assertThat(CqlProbe.answers(cassandra.contactPoint())).isFalse();
        assertThat(said).isEmpty();
    }

    @Test
    void killedChildIsBackOnItsPortWithItsRows() throws Exception {
        try (EmbeddedCassandra cassandra = EmbeddedCassandra.start(settings(), said::add)) {
            InetSocketAddress before = cassandra.contactPoint();
            writeRow(before);
            long killed = cassandra.pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            assertThat(said.poll(60, TimeUnit.SECONDS)).contains("process " + killed).contains("ended unexpectedly");
            assertThat(said.poll(240, TimeUnit.SECONDS)).contains("is back on port " + before.getPort());
            assertThat(cassandra.pid()).isNotEqualTo(killed);
            assertThat(cassandra.contactPoint()).isEqualTo(before);
            assertRowIsThere(before);
        }
    }

    @Test
    void childOfAKilledNodeIsAdopted() throws Exception {
        Process owner = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), DoomedOwner.class.getName(), folder().toString(),
                CassandraExtension.lib().toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long pid;
        try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
            pid = Long.parseLong(output.readLine().substring("ready ".length()));
        } finally {
            owner.destroyForcibly().waitFor();
        }
        try (EmbeddedCassandra cassandra = EmbeddedCassandra.start(settings(), said::add)) {
            assertThat(cassandra.pid()).isEqualTo(pid);
            assertThat(said.poll()).contains("adopting").contains(Long.toString(pid));
            writeRow(cassandra.contactPoint());
            // An adopted child is watched like a born one.
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            assertThat(said.poll(60, TimeUnit.SECONDS)).contains("ended unexpectedly");
            assertThat(said.poll(240, TimeUnit.SECONDS)).contains("is back");
            assertRowIsThere(cassandra.contactPoint());
        }
    }

    @Test
    void childWithoutANodeEndsAfterTheGraceTime() throws Exception {
        EmbeddedCassandra cassandra = EmbeddedCassandra.start(settings().withGrace(Duration.ofSeconds(1)), said::add);
        ProcessHandle child = ProcessHandle.of(cassandra.pid()).orElseThrow();
        cassandra.abandon();
        // A node that comes in the moment of the end waits for it, and starts one of its own.
        child.onExit().get(120, TimeUnit.SECONDS);
        try (EmbeddedCassandra next = EmbeddedCassandra.start(settings(), said::add)) {
            assertThat(next.pid()).isNotEqualTo(child.pid());
        }
        assertThat(said).isEmpty();
    }

    @Test
    void failedStartEndsWithTheLastLinesOfItsLog() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("data"), "not a folder");
        assertThatThrownBy(() -> EmbeddedCassandra.start(settings(), said::add))
                .isInstanceOf(EmbeddedCassandraException.class)
                .hasMessageContaining("ended while it started")
                .hasMessageContaining("logs/system.log")
                .hasMessageContaining(folder().resolve("data").toString());
    }

    /** Another process may take a port in the seconds between its choice and its use, and may even be a Cassandra. */
    @Test
    void portThatAnotherHasTakenIsExchanged() {
        try (EmbeddedCassandra other = EmbeddedCassandra.start(settings(temporary.resolve("other")), said::add)) {
            int taken = other.contactPoint().getPort();
            AtomicInteger asked = new AtomicInteger();
            try (EmbeddedCassandra cassandra = EmbeddedCassandra.start(settings(), said::add,
                    ports -> asked.getAndIncrement() == 0 ? taken : LoopbackPorts.freeBeside(ports))) {
                assertThat(said).singleElement().asString().contains("has taken a port");
                assertThat(cassandra.contactPoint().getPort()).isNotEqualTo(taken);
                writeRow(other.contactPoint());
                writeRow(cassandra.contactPoint());                  // which would fail if it were there already
            }
        }
    }

    @Test
    void reservedPortsAreLeftToTheNode() {
        Set<Integer> all = IntStream.range(21_000, 30_000).boxed().collect(Collectors.toSet());
        assertThatThrownBy(() -> EmbeddedCassandra.start(settings().withReserved(all), said::add))
                .isInstanceOf(EmbeddedCassandraException.class).hasMessageContaining("no free port");
    }

    @Test
    void missingJarsAreNamed() {
        assertThatThrownBy(() -> EmbeddedCassandra.start(
                EmbeddedCassandraSettings.in(folder(), temporary.resolve("nowhere")), said::add))
                .isInstanceOf(EmbeddedCassandraException.class)
                .hasMessageContaining(temporary.resolve("nowhere").toString());
    }

    private Path folder() {
        return temporary.resolve("a folder's \"name\"");
    }

    private EmbeddedCassandraSettings settings() {
        return settings(folder());
    }

    private static EmbeddedCassandraSettings settings(Path folder) {
        return CassandraExtension.patient(EmbeddedCassandraSettings.in(folder, CassandraExtension.lib()));
    }

    private static CqlSession session(InetSocketAddress contactPoint) {
        return CassandraExtension.patient(contactPoint).build();
    }

    private static void writeRow(InetSocketAddress contactPoint) {
        try (CqlSession session = session(contactPoint)) {
            session.execute("CREATE KEYSPACE kept WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            session.execute("CREATE TABLE kept.rows (id int PRIMARY KEY, value text)");
            session.execute("INSERT INTO kept.rows (id, value) VALUES (1, 'still here')");
        }
    }

    private static void assertRowIsThere(InetSocketAddress contactPoint) {
        try (CqlSession session = session(contactPoint)) {
            assertThat(session.execute("SELECT value FROM kept.rows WHERE id = 1").one().getString(0)).isEqualTo("still here");
        }
    }
}
