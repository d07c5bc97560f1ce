package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Zones signed by the tools of LDNS and served by NSD, both of Debian's packages, on 127.0.0.1. */
final class SignedZones implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String ALGORITHM = "ECDSAP256SHA256";
    private static final List<String> GOOD = List.of();
    private static final List<String> EXPIRED = List.of("-i", "20200101000000", "-e", "20210101000000");

    private final Path folder;
    private final int port = NodeProcess.freePort();
    private final StringBuilder zones = new StringBuilder();
    private Optional<Process> server = Optional.empty();

    /** @param folder for all files; it exists */
    SignedZones(Path folder) {
        this.folder = folder;
    }

    /** Whether the programs are here. */
    static boolean areUsable() {
        return Stream.of("/usr/sbin/nsd", "/usr/bin/ldns-signzone", "/usr/bin/ldns-keygen").allMatch(each -> Files.isExecutable(Path.of(each)));
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** A zone whose signatures are good; its DS records. */
    List<String> signed(String name, List<String> records) throws IOException {
        return signed(name, records, GOOD);
    }

    /** A zone whose signatures were good once; its DS records. */
    List<String> expired(String name, List<String> records) throws IOException {
        return signed(name, records, EXPIRED);
    }

    private List<String> signed(String name, List<String> records, List<String> times) throws IOException {
        String keySigning = run(List.of("ldns-keygen", "-a", ALGORITHM, "-k", name)).strip();
        String zoneSigning = run(List.of("ldns-keygen", "-a", ALGORITHM, name)).strip();
        Path plain = write(name, records);
        List<String> sign = new ArrayList<>(List.of("ldns-signzone", "-f", plain + ".signed"));
        sign.addAll(times);
        sign.addAll(List.of(plain.toString(), keySigning, zoneSigning));
        run(sign);
        serve(name, Path.of(plain + ".signed"));
        return Files.readAllLines(folder.resolve(keySigning + ".ds"));
    }

    /** A zone without signatures. */
    void unsigned(String name, List<String> records) throws IOException {
        serve(name, write(name, records));
    }

    private Path write(String name, List<String> records) throws IOException {
        List<String> lines = new ArrayList<>(List.of(name + " 60 IN SOA ns.test. hostmaster.test. 1 3600 600 86400 5", name + " 60 IN NS ns.test."));
        lines.addAll(records);
        return Files.write(folder.resolve("zone." + name), lines);
    }

    private void serve(String name, Path file) {
        zones.append("zone:\n  name: \"").append(name).append("\"\n  zonefile: \"").append(file).append("\"\n");
    }

    void start() throws IOException {
        Path config = Files.writeString(folder.resolve("nsd.conf"), """
                server:
                  server-count: 1
                  ip-address: 127.0.0.1@PORT
                  username: ""
                  zonesdir: "FOLDER"
                  pidfile: "FOLDER/nsd.pid"
                  logfile: "FOLDER/nsd.log"
                  xfrdfile: "FOLDER/xfrd.state"
                  zonelistfile: "FOLDER/zone.list"
                remote-control:
                  control-enable: no
                """.replace("FOLDER", folder.toString()).replace("PORT", Integer.toString(port)) + zones);
        Process started = new ProcessBuilder("/usr/sbin/nsd", "-d", "-c", config.toString()).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("nsd.out").toFile()).start();
        server = Optional.of(started);
        Await.until("NSD listens", PATIENCE, () -> {
            if (!started.isAlive()) {
                throw new AssertionError("NSD ended: " + read("nsd.out") + read("nsd.log"));
            }
            return isListening();
        });
    }

    private boolean isListening() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException none) {
            return "";
        }
    }

    private String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return said;
    }

    @Override
    public void close() {
        server.ifPresent(process -> {
            process.destroy();
            Await.until("NSD has ended", PATIENCE, () -> !process.isAlive());
        });
    }
}
