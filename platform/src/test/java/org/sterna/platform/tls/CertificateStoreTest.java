package org.sterna.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.config.CertificateFiles;
import org.sterna.config.Service;

class CertificateStoreTest {
    @TempDir
    private Path folder;
    private Path file;
    private Path port;
    private TlsIdentity first;
    private CertificatePlan plan;

    @BeforeEach
    void write() throws IOException {
        first = TestPem.ec("mail.example.org");
        file = TestPem.write(folder.resolve("mail.pem"), first);
        port = folder.resolve("port.pem");
        plan = new CertificatePlan(Optional.of(files(file)), List.of(), Map.of());
    }

    private static CertificateFiles files(Path file) {
        return new CertificateFiles("sterna.tls", file, Optional.empty());
    }

    private CertificateStore open(CertificatePlan wanted) {
        return CertificateStore.open(wanted, folder, "mail.example.org");
    }

    @Test
    void aChangedFileIsSeenAndAnUnchangedOneIsNotReadAgain() throws IOException {
        CertificateStore store = open(plan);
        ShownCertificates before = store.shown(Service.SMTP);
        assertThat(before.standard()).isEqualTo(first);
        assertThat(store.refresh()).isEqualTo(new CertificateStore.Outcome(List.of(), List.of()));
        assertThat(store.shown(Service.SMTP)).isSameAs(before);

        TlsIdentity second = TestPem.ec("mail.example.org");
        TestPem.write(file, second);
        assertThat(store.refresh()).isEqualTo(new CertificateStore.Outcome(List.of("sterna.tls"), List.of()));
        assertThat(store.shown(Service.SMTP).standard()).isEqualTo(second);
        assertThat(before.standard()).isEqualTo(first);
    }

    @Test
    void theSameCertificateInANewFileChangesNothing() throws IOException {
        CertificateStore store = open(plan);
        ShownCertificates before = store.shown(Service.SMTP);
        TestPem.write(file, first);
        assertThat(store.refresh().renewed()).isEmpty();
        assertThat(store.shown(Service.SMTP)).isSameAs(before);
    }

    @Test
    void aBrokenFileKeepsTheOldCertificateAndIsToldOnce() throws IOException {
        CertificateStore store = open(plan);
        Files.writeString(file, "no certificate at all");
        assertThat(store.refresh().complaints()).singleElement().asString().contains("sterna.tls.certificate = " + file, "holds no certificate");
        assertThat(store.refresh().complaints()).isEmpty();
        assertThat(store.shown(Service.IMAPS).standard()).isEqualTo(first);

        Files.delete(file);
        assertThat(store.refresh().complaints()).singleElement().asString().contains("there is no such file");
        assertThat(store.shown(Service.IMAPS).standard()).isEqualTo(first);
        assertThat(store.read(plan).take().complaints()).as("an operator who asks is told again").hasSize(1);

        TlsIdentity second = TestPem.ec("mail.example.org");
        TestPem.write(file, second);
        assertThat(store.refresh()).isEqualTo(new CertificateStore.Outcome(List.of("sterna.tls"), List.of()));
        assertThat(store.shown(Service.IMAPS).standard()).isEqualTo(second);
    }

    @Test
    void aKeyThatDoesNotBelongToTheCertificateKeepsBothOld() throws IOException {
        Path key = TestPem.write(folder.resolve("key.pem"), first);
        CertificateStore store = open(new CertificatePlan(Optional.of(new CertificateFiles("sterna.tls", file, Optional.of(key))), List.of(), Map.of()));
        TlsIdentity second = TestPem.ec("mail.example.org");
        TestPem.write(file, second);
        assertThat(store.refresh().complaints()).singleElement().asString().contains("is not the key of the first certificate");
        assertThat(store.shown(Service.SMTP).standard()).isEqualTo(first);
        TestPem.write(key, second);
        assertThat(store.refresh().renewed()).containsExactly("sterna.tls");
        assertThat(store.shown(Service.SMTP).standard()).isEqualTo(second);
    }

    /** Whatever the files are looked at for meanwhile, what an operator has put into force stays. */
    @Test
    @Timeout(120)
    void aReloadIsNotUndoneByALookAtTheSameTime() throws Exception {
        TlsIdentity own = TestPem.ec("pop.example.org");
        TestPem.write(port, own);
        CertificatePlan next = new CertificatePlan(plan.standard(), List.of(), Map.of(Service.POP3S, files(port)));
        CertificateStore store = open(plan);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 200; round++) {
                store.read(plan).take();
                CyclicBarrier begin = new CyclicBarrier(2);
                Future<CertificateStore.Outcome> look = other.submit(() -> {
                    begin.await();
                    return store.refresh();
                });
                begin.await();
                store.read(next).take();
                assertThat(look.get().complaints()).isEmpty();
                assertThat(store.shown(Service.POP3S).standard()).as("round %d", round).isEqualTo(own);
            }
        } finally {
            other.shutdown();
        }
    }

    @Test
    void aPortShowsItsOwnFirstAndKnowsTheOthers() throws IOException {
        TlsIdentity own = TestPem.ec("pop.example.org");
        TestPem.write(port, own);
        TlsIdentity third = TestPem.ec("other.example.net");
        Path more = TestPem.write(folder.resolve("more.pem"), third);
        CertificateStore store = open(new CertificatePlan(plan.standard(), List.of(files(more)), Map.of(Service.POP3S, files(port))));
        assertThat(store.shown(Service.POP3S).standard()).isEqualTo(own);
        assertThat(store.shown(Service.POP3S).candidates(Optional.of("mail.example.org"))).containsExactly(first);
        assertThat(store.shown(Service.IMAPS).standard()).isEqualTo(first);
        assertThat(store.shown(Service.IMAPS).candidates(Optional.of("other.example.net"))).containsExactly(third);
        assertThat(store.shown(Service.IMAPS).candidates(Optional.of("pop.example.org"))).containsExactly(first);
    }

    @Test
    void newSettingsTakeEffectTogetherOrNotAtAll() throws IOException {
        CertificateStore store = open(plan);
        ShownCertificates before = store.shown(Service.SMTP);
        CertificatePlan next = new CertificatePlan(plan.standard(), List.of(files(port)), Map.of());
        assertThatThrownBy(() -> store.read(next)).isInstanceOf(TlsException.class).hasMessageContaining("there is no such file");
        TlsIdentity other = TestPem.ec("other.example.net");
        TestPem.write(port, other);
        CertificateStore.Reading reading = store.read(next);
        assertThat(store.shown(Service.SMTP)).isSameAs(before);
        assertThat(reading.take().renewed()).containsExactly("sterna.tls");
        assertThat(store.shown(Service.SMTP).candidates(Optional.of("other.example.net"))).containsExactly(other);

        assertThat(store.read(plan).take().renewed()).isEmpty();
        assertThat(store.shown(Service.SMTP).candidates(Optional.of("other.example.net"))).as("taken away").containsExactly(first);
    }

    @Test
    void withoutAnyFileACertificateIsMade() {
        CertificateStore store = open(new CertificatePlan(Optional.empty(), List.of(), Map.of()));
        assertThat(store.shown(Service.SUBMISSION).candidates(Optional.of("mail.example.org"))).containsExactly(Certificates.selfSigned(folder, "unused"));
    }

    @Test
    void whatCannotBeUsedAtTheStartEndsIt() throws IOException {
        Files.writeString(file, "");
        assertThatThrownBy(() -> open(plan)).isInstanceOf(TlsException.class).hasMessageContaining("holds no certificate");
    }
}
