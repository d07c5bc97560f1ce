package org.sterna.platform.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sterna.config.CertificateFiles;
import org.sterna.config.Service;

/**
 * The certificates of a node as they were last read well. Whoever shows them asks anew for each connection, so that a change is seen from
 * the next handshake on and by no connection that is open. Thread-safe; what reads files may block.
 */
public final class CertificateStore {
    private final Supplier<TlsIdentity> selfSigned;
    private volatile CertificatePlan plan;
    private Map<List<Path>, Loaded> loaded = Map.of();
    private Optional<TlsIdentity> made = Optional.empty();
    private volatile Map<Service, ShownCertificates> shown = Map.of();

    private record Loaded(TlsIdentity identity, FileStamps stamps) { }

    /**
     * What a look at the files gave.
     *
     * @param renewed    settings whose certificate is another one than before
     * @param complaints what could not be used, one line each; what was there before stays in its place
     */
    public record Outcome(List<String> renewed, List<String> complaints) {
        public Outcome {
            renewed = List.copyOf(renewed);
            complaints = List.copyOf(complaints);
        }
    }

    /** What was read, not yet in force. */
    public final class Reading {
        private final CertificatePlan read;
        private final Map<List<Path>, Loaded> after = new HashMap<>();
        private final List<String> renewed = new ArrayList<>();
        private final List<String> complaints = new ArrayList<>();

        private Reading(CertificatePlan read) {
            this.read = read;
        }

        /** Puts it into force. */
        public Outcome take() {
            return put(this);
        }
    }

    private CertificateStore(CertificatePlan plan, Supplier<TlsIdentity> selfSigned) {
        this.plan = plan;
        this.selfSigned = selfSigned;
    }

    /**
     * Reads all files for the first time.
     *
     * @param data     the node's data folder, for a self-signed certificate
     * @param hostName what a self-signed certificate is made for
     * @throws TlsException when any of them cannot be used
     */
    public static CertificateStore open(CertificatePlan plan, Path data, String hostName) {
        CertificateStore store = new CertificateStore(plan, () -> Certificates.selfSigned(data, hostName));
        store.read(plan).take();
        return store;
    }

    /** What a port shows now; the same object until something changes. */
    public ShownCertificates shown(Service service) {
        return shown.get(service);
    }

    /** Reads those files that have changed since they were last looked at; each that is broken is told once. In one piece, or it could put back a plan that was replaced meanwhile. */
    public synchronized Outcome refresh() {
        return read(plan, false).take();
    }

    /**
     * Reads all files, which may be others than before.
     *
     * @throws TlsException when one that was not in use before cannot be used
     */
    public Reading read(CertificatePlan next) {
        return read(next, true);
    }

    private synchronized Reading read(CertificatePlan wanted, boolean all) {
        Reading reading = new Reading(wanted);
        wanted.all().forEach(files -> read(files, all, reading));
        if (wanted.standard().isEmpty() && made.isEmpty()) {
            made = Optional.of(selfSigned.get());
        }
        return reading;
    }

    private void read(CertificateFiles files, boolean all, Reading reading) {
        Optional<Loaded> before = Optional.ofNullable(loaded.get(files.files()));
        FileStamps stamps = FileStamps.of(files.files());
        if (!all && before.isPresent() && before.get().stamps().equals(stamps)) {
            reading.after.put(files.files(), before.get());
            return;
        }
        try {
            TlsIdentity identity = Certificates.read(files);
            reading.after.put(files.files(), new Loaded(identity, stamps));
            if (before.isEmpty() || !before.get().identity().equals(identity)) {
                reading.renewed.add(files.setting());
            }
        } catch (TlsException e) {
            reading.after.put(files.files(), new Loaded(before.orElseThrow(() -> e).identity(), stamps));
            reading.complaints.add(e.getMessage());
        }
    }

    private synchronized Outcome put(Reading reading) {
        boolean same = reading.renewed.isEmpty() && reading.read.equals(plan) && !shown.isEmpty();
        plan = reading.read;
        loaded = reading.after;
        if (!same) {
            shown = shownBy(plan);
        }
        return new Outcome(reading.renewed, reading.complaints);
    }

    private Map<Service, ShownCertificates> shownBy(CertificatePlan wanted) {
        List<TlsIdentity> common = Stream.concat(Stream.of(wanted.standard().map(this::identity).orElseGet(made::orElseThrow)),
                wanted.more().stream().map(this::identity)).toList();
        ShownCertificates usual = ShownCertificates.of(common);
        Map<Service, ShownCertificates> ports = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            ports.put(service, Optional.ofNullable(wanted.ports().get(service))
                    .map(own -> ShownCertificates.of(Stream.concat(Stream.of(identity(own)), common.stream()).toList())).orElse(usual));
        }
        return Map.copyOf(ports);
    }

    private TlsIdentity identity(CertificateFiles files) {
        return loaded.get(files.files()).identity();
    }
}
