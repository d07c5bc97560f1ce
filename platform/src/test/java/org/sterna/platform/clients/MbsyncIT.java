package org.sterna.platform.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.node.NodeProcess;

/**
 * mbsync (Debian's isync) keeps a Maildir and the server's mailboxes the same, both ways: more than two thousand messages, octet for octet, flags and
 * deletions. Its own X-TUID field, by which it finds a message again that it has sent, is no difference.
 */
class MbsyncIT {
    private static final int MESSAGES = Integer.getInteger("sterna.clients.messages", 400);

    private static NodeProcess node;

    @BeforeAll
    static void start() throws IOException {
        assertThat(Program.isInstalled("mbsync")).as("mbsync is installed (apt-get install isync)").isTrue();
        node = NodeProcess.start("mbsync", "sterna.limits.enabled=false");
        node.accounts("mbsync");
    }

    @AfterAll
    static void end() throws IOException {
        RecordingProxy.end("mbsync");
        if (node != null) {
            node.close();
        }
    }

    private static String configuration(Program mbsync) throws IOException {
        return """
                IMAPAccount node
                Host 127.0.0.1
                Port PORT
                User mbsync@example.org
                Pass "PASSWORD"
                SSLType IMAPS
                CertificateFile DATA/tls/certificate.pem

                IMAPStore far
                Account node

                MaildirStore near
                Path HOME/mail/
                Inbox HOME/mail/INBOX
                SubFolders Verbatim

                Channel all
                Far :far:
                Near :near:
                Patterns *
                Create Both
                Expunge Both
                Sync All
                SyncState *
                """.replace("PORT", Integer.toString(RecordingProxy.imaps(node))).replace("PASSWORD", NodeProcess.PASSWORD)
                .replace("DATA", node.data().toString()).replace("HOME", mbsync.home().toString());
    }

    private static void synchronize(Program mbsync, Path configuration) throws IOException {
        Program.Said said = mbsync.run(List.of("mbsync", "-c", configuration.toString(), "-V", "all"));
        assertThat(said.status()).as(said.output()).isZero();
        assertThat(said.output()).doesNotContain("Warning", "Error", "error:");
    }

    private static Map<Integer, String> byNumber(java.util.Collection<String> messages) {
        return messages.stream().map(message -> message.replaceFirst("(?m)^X-TUID: \\S+\r\n", "")).collect(Collectors.toMap(Corpus::number, each -> each));
    }

    @Test
    @Timeout(900)
    void bothSidesAreTheSameOctetForOctet() throws IOException {
        List<String> corpus = Corpus.messages(MESSAGES);
        List<String> there = corpus.subList(0, MESSAGES / 2);
        List<String> here = corpus.subList(MESSAGES / 2, MESSAGES);
        try (Program mbsync = new Program("mbsync"); MailAccount account = MailAccount.open(node, "mbsync@example.org")) {
            Path configuration = mbsync.file("mbsyncrc", configuration(mbsync));
            account.append("INBOX", there);
            account.must("CREATE \"Entw&APw-rfe\"");
            Files.createDirectories(mbsync.home().resolve("mail"));
            Maildir inbox = new Maildir(mbsync.home().resolve("mail/INBOX"));
            Maildir kept = new Maildir(mbsync.home().resolve("mail/Kept"));
            kept.add(here);
            synchronize(mbsync, configuration);

            assertThat(byNumber(inbox.messages().values())).isEqualTo(byNumber(there));
            assertThat(byNumber(account.messages("Kept").values())).isEqualTo(byNumber(here));
            assertThat(account.flags("Kept").values()).allSatisfy(flags -> assertThat(flags).containsExactly("\\seen"));
            assertThat(account.mailboxes()).contains("Kept", "INBOX");
            assertThat(mbsync.home().resolve("mail/Entw&APw-rfe/cur")).isDirectory();

            changeBothSides(account, inbox, kept);
            synchronize(mbsync, configuration);
            assertChanges(account, inbox, kept, there, here);

            String state = Files.readString(mbsync.home().resolve("mail/INBOX/.mbsyncstate"));
            synchronize(mbsync, configuration);
            assertThat(Files.readString(mbsync.home().resolve("mail/INBOX/.mbsyncstate"))).as("nothing was left to do").isEqualTo(state);
        }
    }

    /** Flags, deletions and a new message on each side; none of them touches what the other changes. */
    private static void changeBothSides(MailAccount account, Maildir inbox, Maildir kept) throws IOException {
        for (Map.Entry<Path, String> each : inbox.messages().entrySet()) {
            int number = Corpus.number(each.getValue());
            if (number % 10 == 1) {
                Maildir.flag(each.getKey(), "FS");
            } else if (number % 10 == 2) {
                Files.delete(each.getKey());
            }
        }
        Map<Long, String> far = account.messages("Kept");
        String flagged = far.entrySet().stream().filter(each -> Corpus.number(each.getValue()) % 10 == 3).map(each -> each.getKey().toString())
                .collect(Collectors.joining(","));
        String deleted = far.entrySet().stream().filter(each -> Corpus.number(each.getValue()) % 10 == 4).map(each -> each.getKey().toString())
                .collect(Collectors.joining(","));
        account.must("SELECT Kept");
        account.must("UID STORE " + flagged + " +FLAGS.SILENT (\\Answered)");
        account.must("UID STORE " + deleted + " +FLAGS.SILENT (\\Deleted)");
        account.must("EXPUNGE");
        assertThat(kept.messages()).isNotEmpty();
    }

    private static void assertChanges(MailAccount account, Maildir inbox, Maildir kept, List<String> there, List<String> here) throws IOException {
        List<String> left = there.stream().filter(message -> Corpus.number(message) % 10 != 2).toList();
        assertThat(byNumber(account.messages("INBOX").values())).isEqualTo(byNumber(left));
        assertThat(byNumber(inbox.messages().values())).isEqualTo(byNumber(left));
        Map<Long, String> messages = account.messages("INBOX");
        account.flags("INBOX").forEach((uid, flags) -> {
            if (Corpus.number(messages.get(uid)) % 10 == 1) {
                assertThat(flags).containsExactlyInAnyOrder("\\flagged", "\\seen");
            } else {
                assertThat(flags).isEmpty();
            }
        });
        assertThat(byNumber(kept.messages().values())).isEqualTo(byNumber(here.stream().filter(message -> Corpus.number(message) % 10 != 4).toList()));
        kept.messages().forEach((file, message) -> assertThat(Maildir.flags(file)).isEqualTo(Corpus.number(message) % 10 == 3 ? "RS" : "S"));
    }
}
