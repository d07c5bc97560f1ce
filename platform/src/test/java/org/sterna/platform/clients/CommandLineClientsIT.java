package org.sterna.platform.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.node.NodeProcess;

/** mutt on a terminal of script(1), curl, and Python's imaplib: each does what people do with it. */
class CommandLineClientsIT {
    private static NodeProcess node;

    @BeforeAll
    static void start() throws IOException {
        for (String program : List.of("mutt", "curl", "python3", "script")) {
            assertThat(Program.isInstalled(program)).as("%s is installed (apt-get install mutt curl python3 bsdutils)", program).isTrue();
        }
        node = NodeProcess.start("clients", "sterna.limits.enabled=false");
        node.accounts("mutt", "curl", "imaplib");
    }

    @AfterAll
    static void end() throws IOException {
        RecordingProxy.end("mutt");
        if (node != null) {
            node.close();
        }
    }

    private static String url(String path) throws IOException {
        return "imaps://127.0.0.1:" + RecordingProxy.imaps(node) + path;
    }

    private static Path muttrc(Program mutt) throws IOException {
        return mutt.file("muttrc", """
                set imap_user = "mutt@example.org"
                set imap_pass = "PASSWORD"
                set folder = "URL"
                set spoolfile = "+INBOX"
                set record = "+Sent"
                set mbox_type = Maildir
                set certificate_file = "HOME/certificates"
                set ssl_verify_host = no
                set ssl_verify_dates = no
                set smtp_url = "smtps://mutt@example.org@127.0.0.1:SUBMISSIONS/"
                set smtp_pass = "PASSWORD"
                set from = "mutt@example.org"
                set imap_condstore = yes
                set imap_qresync = yes
                set header_cache = "HOME/headers"
                set confirmappend = no
                set confirmcreate = no
                set delete = yes
                set quit = yes
                set move = no
                set mark_old = no
                set wait_key = no
                set sleep_time = 0
                """.replace("PASSWORD", NodeProcess.PASSWORD).replace("URL", url("/")).replace("HOME", mutt.home().toString())
                .replace("SUBMISSIONS", Integer.toString(node.port("submissions"))));
    }

    private static String keys(Program mutt, Path muttrc, String keys) throws IOException {
        Program.Said said = mutt.run(List.of("script", "-qec", "mutt -F " + muttrc + " -e 'push \"" + keys + "\"'", "/dev/null"));
        assertThat(said.status()).as(said.output()).isZero();
        return said.output();
    }

    @Test
    @Timeout(900)
    void muttReadsFilesAwayFlagsDeletesAndSends() throws IOException {
        try (Program mutt = new Program("mutt"); MailAccount account = MailAccount.open(node, "mutt@example.org")) {
            Files.copy(node.data().resolve("tls/certificate.pem"), mutt.home().resolve("certificates"));
            Path muttrc = muttrc(mutt);
            List<String> corpus = Corpus.sound(12);
            account.append("INBOX", corpus);
            account.create("Archive");
            account.create("Sent");

            // All but the first are copied away; those with "number 3" are flagged and those with "number 1" deleted.
            keys(mutt, muttrc, "<tag-pattern>!~s\\\"number 0\\\"<enter><tag-prefix><copy-message>+Archive<enter><untag-pattern>~A<enter>"
                    + "<tag-pattern>~s\\\"number 3\\\"<enter><tag-prefix><flag-message><untag-pattern>~A<enter>"
                    + "<delete-pattern>~s\\\"number 1\\\"<enter><sync-mailbox><quit>");
            assertThat(account.messages("Archive").values()).containsExactlyInAnyOrderElementsOf(corpus.subList(1, 12));
            Map<Long, String> left = account.messages("INBOX");
            assertThat(left.values().stream().map(Corpus::number)).containsExactly(0, 2, 3, 4, 5, 6, 7, 8, 9);
            account.flags("INBOX").forEach((uid, flags) -> assertThat(flags.contains("\\flagged")).isEqualTo(Corpus.number(left.get(uid)) == 3));

            // A second time, with what it has in its cache of headers.
            account.must("SELECT INBOX");
            account.must("STORE 1 +FLAGS.SILENT (\\Deleted)");
            account.must("EXPUNGE");
            keys(mutt, muttrc, "<last-entry><display-message><exit><save-message>=Archive<enter><sync-mailbox><quit>");
            assertThat(account.messages("INBOX").values().stream().map(Corpus::number)).containsExactly(2, 3, 4, 5, 6, 7, 8);
            assertThat(account.messages("Archive")).hasSize(12);

            Path attachment = Files.write(mutt.home().resolve("picture.bin"), new byte[] {0, 1, 2, (byte) 0xff});
            Path text = mutt.file("text", "Hello.\n");
            Program.Said said = mutt.run(text, List.of("mutt", "-F", muttrc.toString(), "-s", "sent by mutt", "-a", attachment.toString(), "--",
                    "mutt@example.org"));
            assertThat(said.status()).as(said.output()).isZero();
            assertThat(account.messages("Sent").values()).singleElement().asString().contains("Subject: sent by mutt\r\n", "AAEC/w==");
            node.awaitEmptyQueue(java.time.Duration.ofSeconds(60));
            assertThat(account.messages("INBOX").values()).last().asString().contains("Subject: sent by mutt\r\n");
        }
    }

    private static Program.Said curl(Program curl, String path, String... more) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("curl", "-sS", "--insecure", "--user", "curl@example.org:" + NodeProcess.PASSWORD,
                url(path)));
        command.addAll(List.of(more));
        return curl.run(command);
    }

    @Test
    @Timeout(360)
    void curlAppendsListsSearchesAndFetches() throws IOException {
        try (Program curl = new Program("curl"); MailAccount account = MailAccount.open(node, "curl@example.org")) {
            String message = Corpus.sound(4).get(3);
            Path file = curl.file("message", message);
            assertThat(curl(curl, "/INBOX", "-T", file.toString()).status()).isZero();
            assertThat(account.messages("INBOX").values()).containsExactly(message);
            assertThat(curl(curl, "/").output()).contains("* LIST (", "INBOX");
            assertThat(curl(curl, "/INBOX?SUBJECT%20number").output().strip()).isEqualTo("* SEARCH 1");
            assertThat(curl(curl, "/INBOX;MAILINDEX=1").output()).isEqualTo(message);
            assertThat(curl(curl, "/INBOX;UID=1;SECTION=HEADER.FIELDS%20(SUBJECT)").output()).isEqualTo("Subject: number 3\r\n\r\n");
            assertThat(curl(curl, "/INBOX", "-X", "STORE 1 +Flags \\Deleted").output()).contains("\\Deleted");
            assertThat(curl(curl, "/INBOX", "-X", "EXPUNGE").status()).isZero();
            assertThat(account.messages("INBOX")).isEmpty();
        }
    }

    @Test
    @Timeout(360)
    void imaplibGoesThroughItsCommands() throws IOException {
        try (Program python = new Program("python"); MailAccount account = MailAccount.open(node, "imaplib@example.org")) {
            Path script = python.file("test.py", """
                    import imaplib, ssl, sys
                    context = ssl.create_default_context()
                    context.check_hostname = False
                    context.verify_mode = ssl.CERT_NONE
                    imap = imaplib.IMAP4_SSL('127.0.0.1', int(sys.argv[1]), ssl_context=context)
                    def ok(answer):
                        assert answer[0] == 'OK', answer
                        return answer[1]
                    ok(imap.login('imaplib@example.org', sys.argv[2]))
                    ok(imap.create('work/2026'))
                    ok(imap.subscribe('work/2026'))
                    assert any(b'work/2026' in line for line in ok(imap.list()))
                    assert any(b'work/2026' in line for line in ok(imap.lsub()))
                    assert b'UIDNEXT 1' in ok(imap.status('work/2026', '(MESSAGES UIDNEXT)'))[0]
                    text = b'Subject: python\\r\\nX-Octets: gr\\xfc\\xdfe\\r\\n\\r\\nHello.\\r\\n'
                    ok(imap.append('work/2026', '(\\\\Seen $Work)', imaplib.Time2Internaldate(1772366400), text))
                    ok(imap.append('work/2026', None, None, text * 2))
                    assert ok(imap.select('work/2026')) == [b'2']
                    assert ok(imap.search(None, 'KEYWORD', '$Work')) == [b'1']
                    assert ok(imap.fetch('1', '(BODY[])'))[0][1] == text
                    data = ok(imap.fetch('1:2', '(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)'))
                    assert len(data) == 2 and b'1-Mar-2026' in data[0], data
                    ok(imap.uid('STORE', '2', '+FLAGS', '(\\\\Answered)'))
                    ok(imap.copy('1', 'INBOX'))
                    ok(imap.store('1', '+FLAGS', '\\\\Deleted'))
                    assert ok(imap.expunge()) == [b'1']
                    assert ok(imap.namespace())[0]
                    ok(imap.check())
                    ok(imap.close())
                    ok(imap.rename('work/2026', 'work/old'))
                    assert ok(imap.select('INBOX', readonly=True)) == [b'1']
                    ok(imap.unselect())
                    ok(imap.delete('work/old'))
                    assert imap.select('work/old')[0] == 'NO'
                    assert imap.logout()[0] == 'BYE'
                    print('all is well')
                    """);
            Program.Said said = python.run(List.of("python3", script.toString(), Integer.toString(node.port("imaps")), NodeProcess.PASSWORD));
            assertThat(said.output()).isEqualTo("all is well\n");
            assertThat(account.messages("INBOX").values()).containsExactly("Subject: python\r\nX-Octets: gr\u00fc\u00dfe\r\n\r\nHello.\r\n");
            assertThat(account.flags("INBOX").values()).containsExactly(Set.of("\\seen", "$work"));
        }
    }
}
