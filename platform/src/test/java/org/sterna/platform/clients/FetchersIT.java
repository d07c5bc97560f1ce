package org.sterna.platform.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sterna.platform.node.NodeProcess;

/** fetchmail, getmail and mpop fetch by POP3, with and without keeping what they fetched, again and again: each message comes once. */
@Timeout(300)
class FetchersIT {
    private static NodeProcess node;

    /** Lets the program fetch once; what it fetched is in {@code Mail} in its home folder. */
    private interface Fetch {
        void once(Program program, String account, boolean keep) throws IOException;
    }

    @BeforeAll
    static void start() throws IOException {
        for (String program : List.of("fetchmail", "getmail", "mpop")) {
            assertThat(Program.isInstalled(program)).as("%s is installed (apt-get install fetchmail getmail6 mpop)", program).isTrue();
        }
        node = NodeProcess.start("fetchers", "sterna.limits.enabled=false");
        node.accounts("fetchmail-keeps", "fetchmail-takes", "getmail-keeps", "getmail-takes", "mpop-keeps", "mpop-takes");
    }

    @AfterAll
    static void end() {
        if (node != null) {
            node.close();
        }
    }

    private static void play(String name, Fetch fetch) throws IOException {
        play(name + "-keeps", true, fetch);
        play(name + "-takes", false, fetch);
    }

    private static void play(String name, boolean keep, Fetch fetch) throws IOException {
        String address = name + "@example.org";
        List<String> corpus = Corpus.sound(50);
        try (Program program = new Program(name); MailAccount account = MailAccount.open(node, address)) {
            Maildir mail = new Maildir(program.home().resolve("Mail"));
            for (int count : List.of(0, 40, 40, 50, 50)) {
                int here = mail.messages().size();
                account.append("INBOX", corpus.subList(Math.min(here, count), count));
                fetch.once(program, address, keep);
                assertThat(mail.messages().values().stream().map(FetchersIT::withoutReturnPath)).as("%s, %d messages", name, count)
                        .containsExactlyInAnyOrderElementsOf(corpus.subList(0, count));
                Collection<String> left = account.messages("INBOX").values();
                assertThat(left).as("%s, left of %d messages", name, count).containsExactlyElementsOf(keep ? corpus.subList(0, count) : List.of());
            }
        }
    }

    /** getmail puts one in front of what has none. */
    private static String withoutReturnPath(String message) {
        String added = "Return-Path: <unknown>\r\n";
        return message.startsWith(added) ? message.substring(added.length()) : message;
    }

    private static void runs(Program program, List<Integer> good, String... command) throws IOException {
        Program.Said said = program.run(List.of(command));
        assertThat(good).as(said.output()).contains(said.status());
    }

    private static Path secret(Program program, String name, String content) throws IOException {
        Path file = program.file(name, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /**
     * What a program may give a message to: who runs the tests may be root, for whom getmail does not deliver by itself. It ends when its caller sleeps: getmail
     * misses the end of what ends before getmail waits for it, and then waits three minutes.
     */
    private static Path deliver(Program program) throws IOException {
        Path script = program.file("deliver", """
                #!/bin/sh
                cat > "$(mktemp '%s/XXXXXXXX')" || exit 1
                tries=0
                until [ "$(cut -d ' ' -f 3 "/proc/$PPID/stat")" = S ] || [ $tries -ge 200 ]; do
                    tries=$((tries + 1))
                done
                """.formatted(program.home().resolve("Mail/new")));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void fetchmail() throws IOException {
        play("fetchmail", (program, account, keep) -> {
            Path deliver = deliver(program);
            Path settings = secret(program, "fetchmailrc", """
                    set invisible
                    poll 127.0.0.1 protocol POP3 service %d uidl
                      user "%s" password "%s" ssl no sslcertck no rewrite %s
                      mda "%s"
                    """.formatted(node.port("pop3s"), account, NodeProcess.PASSWORD, keep ? "keep" : "no keep", deliver));
            // Status 1: there was nothing to fetch.
            runs(program, List.of(0, 1), "fetchmail", "--nodetach", "-f", settings.toString(), "--pidfile", program.home().resolve("pid").toString());
        });
    }

    @Test
    void getmail() throws IOException {
        play("getmail", (program, account, keep) -> {
            Files.createDirectories(program.home().resolve(".getmail"));
            secret(program, ".getmail/getmailrc", """
                    [retriever]
                    type = SimplePOP3SSLRetriever
                    server = 127.0.0.1
                    port = %d
                    username = %s
                    password = %s
                    [destination]
                    type = MDA_external
                    path = %s
                    allow_root_commands = true
                    unixfrom = false
                    [options]
                    read_all = false
                    delete = %s
                    delivered_to = false
                    received = false
                    """.formatted(node.port("pop3s"), account, NodeProcess.PASSWORD, deliver(program), !keep));
            runs(program, List.of(0), "getmail", "--getmaildir", program.home().resolve(".getmail").toString());
        });
    }

    @Test
    void mpop() throws IOException {
        play("mpop", (program, account, keep) -> {
            Path settings = secret(program, "mpoprc", """
                    account default
                    host 127.0.0.1
                    port %d
                    tls on
                    tls_starttls off
                    tls_certcheck off
                    user %s
                    password %s
                    keep %s
                    delivery maildir %s
                    uidls_file %s
                    received_header off
                    """.formatted(node.port("pop3s"), account, NodeProcess.PASSWORD, keep ? "on" : "off", program.home().resolve("Mail"),
                    program.home().resolve("uidls")));
            runs(program, List.of(0), "mpop", "--file", settings.toString(), "--quiet");
        });
    }
}
