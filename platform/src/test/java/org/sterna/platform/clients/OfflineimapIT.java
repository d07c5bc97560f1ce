package org.sterna.platform.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.node.NodeProcess;

/**
 * OfflineIMAP keeps a Maildir and the server's mailboxes the same, both ways: more than two thousand messages, octet for octet. It reads and writes
 * messages by Python's parser, which repairs broken ones, so they are sound here.
 */
class OfflineimapIT {
    private static final int MESSAGES = Integer.getInteger("sterna.clients.messages", 400);

    private static NodeProcess node;

    @BeforeAll
    static void start() throws IOException {
        assertThat(Program.isInstalled("offlineimap")).as("OfflineIMAP is installed (apt-get install offlineimap3)").isTrue();
        node = NodeProcess.start("offlineimap", "sterna.limits.enabled=false");
        node.accounts("offline");
    }

    @AfterAll
    static void end() throws IOException {
        RecordingProxy.end("offlineimap");
        if (node != null) {
            node.close();
        }
    }

    private static String fingerprint() throws Exception {
        try (var in = Files.newInputStream(node.data().resolve("tls/certificate.pem"))) {
            byte[] certificate = CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
        }
    }

    private static String configuration(Program program) throws Exception {
        return """
                [general]
                accounts = node
                metadata = HOME/state
                ui = basic

                [Account node]
                localrepository = near
                remoterepository = far

                [Repository near]
                type = Maildir
                localfolders = HOME/mail

                [Repository far]
                type = IMAP
                remotehost = 127.0.0.1
                remoteport = PORT
                remoteuser = offline@example.org
                remotepass = PASSWORD
                ssl = yes
                cert_fingerprint = FINGERPRINT
                maxconnections = 3
                """.replace("PORT", Integer.toString(RecordingProxy.imaps(node))).replace("PASSWORD", NodeProcess.PASSWORD)
                .replace("FINGERPRINT", fingerprint()).replace("HOME", program.home().toString());
    }

    private static void synchronize(Program program, Path configuration) throws IOException {
        Program.Said said = program.run(List.of("offlineimap", "-o", "-c", configuration.toString()));
        assertThat(said.status()).as(said.output()).isZero();
        assertThat(said.output()).doesNotContain("ERROR", "Traceback");
    }

    private static Map<Integer, String> byNumber(Collection<String> messages) {
        return messages.stream().collect(Collectors.toMap(Corpus::number, each -> each));
    }

    @Test
    @Timeout(900)
    void bothSidesAreTheSameOctetForOctet() throws Exception {
        List<String> corpus = Corpus.sound(MESSAGES);
        List<String> there = corpus.subList(0, MESSAGES / 2);
        List<String> here = corpus.subList(MESSAGES / 2, MESSAGES);
        try (Program program = new Program("offlineimap"); MailAccount account = MailAccount.open(node, "offline@example.org")) {
            Path configuration = program.file("offlineimaprc", configuration(program));
            account.append("INBOX", there);
            Maildir kept = new Maildir(program.home().resolve("mail/Kept"));
            kept.add(here);
            synchronize(program, configuration);

            Maildir inbox = new Maildir(program.home().resolve("mail/INBOX"));
            assertThat(byNumber(inbox.messages().values())).isEqualTo(byNumber(there));
            assertThat(byNumber(account.messages("Kept").values())).isEqualTo(byNumber(here));
            assertThat(account.flags("Kept").values()).allSatisfy(flags -> assertThat(flags).containsExactly("\\seen"));

            for (Map.Entry<Path, String> each : inbox.messages().entrySet()) {
                if (Corpus.number(each.getValue()) % 10 == 1) {
                    Maildir.flag(each.getKey(), "FS");
                } else if (Corpus.number(each.getValue()) % 10 == 2) {
                    Files.delete(each.getKey());
                }
            }
            account.must("SELECT Kept");
            account.must("STORE 1:5 +FLAGS.SILENT (\\Deleted)");
            account.must("EXPUNGE");
            synchronize(program, configuration);
            assertThat(byNumber(account.messages("INBOX").values()))
                    .isEqualTo(byNumber(there.stream().filter(message -> Corpus.number(message) % 10 != 2).toList()));
            assertThat(account.flags("INBOX").values().stream().filter(flags -> flags.contains("\\flagged")).count())
                    .isEqualTo(there.stream().filter(message -> Corpus.number(message) % 10 == 1).count());
            assertThat(byNumber(kept.messages().values())).isEqualTo(byNumber(account.messages("Kept").values())).hasSize(here.size() - 5);
        }
    }
}
