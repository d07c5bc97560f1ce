package org.sterna.persistence.embedded.cassandra;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Writes what a child reads at its start (cassandra.yaml, logback.xml, its JVM's arguments), then starts it. */
final class CassandraLaunch {
    private static final String[] EXPORTED = {
        "java.base/jdk.internal.misc", "java.base/jdk.internal.ref", "java.base/sun.nio.ch", "java.base/java.lang.ref",
        "java.base/java.lang.reflect", "java.management.rmi/com.sun.jmx.remote.internal.rmi", "java.rmi/sun.rmi.registry",
        "java.rmi/sun.rmi.server", "java.sql/java.sql", "jdk.unsupported/sun.misc", "jdk.attach/sun.tools.attach",
        "jdk.compiler/com.sun.tools.javac.file"};
    private static final String[] OPENED = {
        "java.base/java.lang.module", "java.base/jdk.internal.loader", "java.base/jdk.internal.ref", "java.base/jdk.internal.reflect",
        "java.base/jdk.internal.math", "java.base/jdk.internal.module", "java.base/jdk.internal.util.jar", "java.base/sun.nio.ch",
        "java.base/java.io", "java.base/java.util", "java.base/java.util.concurrent", "java.base/java.util.concurrent.atomic",
        "java.base/java.nio", "java.base/java.lang", "java.base/java.lang.reflect", "java.base/java.net",
        "jdk.management/com.sun.management.internal", "java.rmi/sun.rmi.transport.tcp", "jdk.compiler/com.sun.tools.javac"};
    // A Ctrl-C at the node's terminal must not reach the child before the node has drained, a closed terminal not at all.
    private static final String DETACH = "trap '' INT HUP; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; exec \"$@\"";

    private final EmbeddedCassandraSettings settings;
    private final CassandraFolder folder;
    private final CassandraEndpoint endpoint;
    // Beside the jars it is made of, if that folder can be written, so that all nodes of a checkout share it.
    private final Path archive;

    CassandraLaunch(EmbeddedCassandraSettings settings, CassandraFolder folder, CassandraEndpoint endpoint) {
        this.settings = settings;
        this.folder = folder;
        this.endpoint = endpoint;
        this.archive = shared(archiveName(settings));
    }

    Process start() {
        try {
            Files.writeString(folder.file("cassandra.yaml"), yaml());
            Files.writeString(folder.file("logback.xml"), LOGBACK.replace("LOGS", xml(folder.file("logs").toString())));
            Files.deleteIfExists(archiveDraft());            // of a child that was killed or ended by itself: perhaps half written
            Files.write(folder.file("cassandra.args"), arguments());
            File console = folder.file("logs/console.log").toFile();
            List<String> command = new ArrayList<>(endpoint.prefix());
            command.addAll(List.of("/bin/sh", "-c", DETACH, "sterna-cassandra", settings.executable().toString(),
                    "@" + folder.file("cassandra.args")));
            return new ProcessBuilder(command)
                    .directory(folder.path().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(console)
                    .start();
        } catch (IOException e) {
            throw new EmbeddedCassandraException("cannot start Cassandra in " + folder.path() + ": " + e, e);
        }
    }

    /** One archive for each JDK and set of jars: the JVM passes over one that does not fit, without saying so. */
    private static String archiveName(EmbeddedCassandraSettings settings) {
        Path java = settings.executable();
        try {
            Path real = java.toRealPath();
            return String.format("cassandra-%08x.jsa", Objects.hash(real.toString(), Files.getLastModifiedTime(real).toMillis(),
                    settings.lib().toString(), Files.getLastModifiedTime(settings.lib()).toMillis()));
        } catch (IOException e) {
            throw new EmbeddedCassandraException("cannot start Cassandra: " + (Files.isExecutable(java)
                    ? "its jars are not in " + settings.lib() + "; build them first" : "no JDK at " + settings.java()), e);
        }
    }

    /** What a child leaves at its end, if there was no archive when it started. */
    private Path archiveDraft() {
        return folder.file("cassandra.jsa.new");
    }

    /** The first clean end leaves an archive of the loaded classes, which saves the next starts one to two seconds. */
    void keepArchive() throws IOException {
        Path draft = archiveDraft();
        if (!Files.exists(draft)) {
            return;
        }
        if (Files.exists(archive)) {
            Files.delete(draft);
        } else {
            // Two moves: the first may be a copy to another file system, the second shows the archive whole or not at all.
            Path beside = archive.resolveSibling(archive.getFileName() + "." + endpoint.host() + "." + endpoint.nativePort());
            Files.move(draft, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path shared(String name) {
        Path parent = settings.lib().getParent();
        return parent != null && Files.isWritable(parent) ? parent.resolve(name) : folder.file(name);
    }

    private List<String> arguments() throws IOException {
        int heap = settings.maxHeapMiB();
        List<String> lines = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xss256k", "-Xms" + heap / 2 + "m", "-Xmx" + heap + "m",
                "-Xmn" + heap * 5 / 16 + "m", "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData", "-Xlog:disable", "-Xlog:all=error:stderr"));
        lines.add(Files.isReadable(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + archiveDraft());
        Arrays.stream(EXPORTED).forEach(name -> lines.add("--add-exports=" + name + "=ALL-UNNAMED"));
        Arrays.stream(OPENED).forEach(name -> lines.add("--add-opens=" + name + "=ALL-UNNAMED"));
        lines.addAll(List.of("-Dcassandra.config=" + folder.file("cassandra.yaml").toUri(), "-Dcassandra.storagedir=" + folder.path(),
                "-Dlogback.configurationFile=" + folder.file("logback.xml"), "-Djava.io.tmpdir=" + folder.file("tmp"),
                "-Dcassandra-foreground=yes", "-Dcassandra.skip_wait_for_gossip_to_settle=0", "-Dcassandra.ring_delay_ms=1",
                "-Dcassandra.shutdown_announce_in_ms=0", "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.approximate_time_precision_ms=20",        // it is used for timeouts alone; each step wakes a processor
                "-Dcassandra.consistent.rangemovement=false", "-Djdk.attach.allowAttachSelf=true", "-Djava.awt.headless=true", "-cp", classPath(),
                CassandraGuard.class.getName(), folder.path().toString(), Integer.toString(endpoint.nativePort()),
                Integer.toString(endpoint.storagePort()),
                Long.toString(settings.grace().toMillis())));
        return lines.stream().map(CassandraLaunch::quoted).toList();
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String classPath() throws IOException {
        List<String> jars;
        try (Stream<Path> files = Files.list(settings.lib())) {
            jars = new ArrayList<>(files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList());
        } catch (IOException e) {
            throw new EmbeddedCassandraException("Cassandra's jars are not in " + settings.lib() + "; build them first", e);
        }
        if (jars.isEmpty()) {
            throw new EmbeddedCassandraException("Cassandra's jars are not in " + settings.lib() + "; build them first");
        }
        jars.add(guardJar().toString());
        return String.join(File.pathSeparator, jars);
    }

    /** A jar of one class: a folder on the class path would rule out the archive, our own jar would bring our libraries' versions. */
    private Path guardJar() throws IOException {
        Path jar = shared("sterna-guard.jar");
        String entry = CassandraGuard.class.getName().replace('.', '/') + ".class";
        try (InputStream in = CassandraGuard.class.getResourceAsStream("/" + entry)) {
            byte[] code = in.readAllBytes();
            Path draft = Files.createTempFile(folder.file("tmp"), "guard", ".jar");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(draft))) {
                JarEntry member = new JarEntry(entry);
                member.setTime(0);
                out.putNextEntry(member);
                out.write(code);
            }
            // Left alone when it is the same, because the archive remembers its time.
            if (Files.isRegularFile(jar) && Files.mismatch(jar, draft) == -1) {
                Files.delete(draft);
            } else {
                Files.move(draft, jar, StandardCopyOption.REPLACE_EXISTING);
                Files.deleteIfExists(archive);
            }
        }
        return jar;
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private String yaml() {
        return YAML.replace("NATIVE_PORT", Integer.toString(endpoint.nativePort())).replace("STORAGE_PORT", Integer.toString(endpoint.storagePort()))
                .replace("HOST", endpoint.host()).replace("SEEDS", String.join(",", endpoint.seeds())).replace("TOKEN", Long.toString(endpoint.token()))
                .replace("READ_MILLIS", Long.toString(Math.max(5000, settings.diskTimeout().toMillis())))
                .replace("MEMTABLES", Integer.toString(settings.maxHeapMiB() / 2))
                .replace("WRITE_MILLIS", Long.toString(settings.diskTimeout().toMillis()))
                .replace("HINTS", "'" + folder.file("hints").toString().replace("'", "''") + "'");
    }

    // A store that cannot write ends ("die") instead of living on without its ports ("stop"): the node starts it again, later and
    // later, so that it is back by itself once there is room on the disk. Memtables lie outside the heap and are few: larger SSTables, less to compact.
    private static final String YAML = """
            # Written by Sterna at every start; changes are lost.
            cluster_name: sterna
            partitioner: org.apache.cassandra.dht.Murmur3Partitioner
            endpoint_snitch: SimpleSnitch
            seed_provider:
              - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                parameters:
                  - seeds: "SEEDS"
            listen_address: HOST
            rpc_address: HOST
            native_transport_port: NATIVE_PORT
            storage_port: STORAGE_PORT
            start_native_transport: true
            commitlog_sync: batch
            commitlog_segment_size: 32MiB
            disk_failure_policy: die
            commit_failure_policy: die
            num_tokens: 1
            initial_token: TOKEN
            hints_directory: HINTS
            memtable_allocation_type: offheap_objects
            memtable_offheap_space: MEMTABLESMiB
            memtable_flush_writers: 1
            concurrent_writes: 256
            read_request_timeout: READ_MILLISms
            write_request_timeout: WRITE_MILLISms
            cas_contention_timeout: WRITE_MILLISms
            batch_size_warn_threshold: 16MiB
            batch_size_fail_threshold: 16MiB
            """;

    private static final String LOGBACK = """
            <configuration>
              <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
              <appender name="FILE" class="ch.qos.logback.core.rolling.RollingFileAppender">
                <file>LOGS/system.log</file>
                <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
                  <fileNamePattern>LOGS/system.log.%i</fileNamePattern>
                  <minIndex>1</minIndex>
                  <maxIndex>3</maxIndex>
                </rollingPolicy>
                <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
                  <maxFileSize>10MB</maxFileSize>
                </triggeringPolicy>
                <encoder><pattern>%-5level %date{ISO8601} [%thread] %logger{0} %msg%n</pattern></encoder>
              </appender>
              <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
                <filter class="ch.qos.logback.classic.filter.ThresholdFilter"><level>ERROR</level></filter>
                <encoder><pattern>%-5level %date{ISO8601} %logger{0} %msg%n%ex{3}</pattern></encoder>
              </appender>
              <root level="INFO">
                <appender-ref ref="FILE"/>
                <appender-ref ref="CONSOLE"/>
              </root>
            </configuration>
            """;
}
