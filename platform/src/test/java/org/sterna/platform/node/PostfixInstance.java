package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sterna.platform.tls.Certificates;

/**
 * A Postfix as Debian's package installs it, with folders of its own and one port of 127.0.0.1: it takes mail for its domain
 * into Maildirs, offers STARTTLS, and sends mail for another domain to a port. Needs root, as Postfix does.
 */
public final class PostfixInstance implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Path folder;
    private final int port;

    /**
     * Prepares one; {@link #start} starts it.
     *
     * @param domain     it is the last stop for
     * @param localPart  the one mailbox there
     * @param nextDomain goes to {@code nextPort} of 127.0.0.1
     */
    public PostfixInstance(String domain, String localPart, String nextDomain, int nextPort) throws IOException {
        port = NodeProcess.freePort();
        folder = Files.createTempDirectory("sterna-postfix");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("etc", "spool", "data", "mail")) {
            Files.createDirectory(folder.resolve(name));
        }
        run("chown", "postfix", folder.resolve("data").toString());
        run("chown", "nobody", folder.resolve("mail").toString());
        Certificates.selfSigned(folder, "mx." + domain);
        Files.createFile(folder.resolve("etc/domains"));
        Files.writeString(folder.resolve("etc/mailboxes"), localPart + "@" + domain + " box/\n");
        Files.writeString(folder.resolve("etc/main.cf"), """
                compatibility_level = 3.6
                queue_directory = FOLDER/spool
                data_directory = FOLDER/data
                mail_owner = postfix
                setgid_group = postdrop
                maillog_file = FOLDER/maillog
                maillog_file_prefixes = FOLDER
                myhostname = mx.DOMAIN
                mydestination =
                alias_maps =
                alias_database =
                local_recipient_maps =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                smtpd_relay_restrictions = permit_mynetworks, reject
                smtpd_tls_security_level = may
                smtpd_tls_cert_file = FOLDER/tls/certificate.pem
                smtpd_tls_key_file = FOLDER/tls/key.pem
                smtpd_tls_received_header = yes
                smtp_tls_security_level = may
                smtp_tls_loglevel = 1
                smtp_line_length_limit = 0
                local_header_rewrite_clients =
                virtual_mailbox_domains = DOMAIN, FOLDER/etc/domains
                virtual_mailbox_base = FOLDER/mail
                virtual_mailbox_maps = texthash:FOLDER/etc/mailboxes
                virtual_uid_maps = static:NOBODY
                virtual_gid_maps = static:NOBODY
                virtual_minimum_uid = 1
                transport_maps = inline:{NEXT_DOMAIN=smtp:[127.0.0.1]:NEXT_PORT}
                minimal_backoff_time = 5s
                maximal_backoff_time = 5s
                queue_run_delay = 5s
                """.replace("FOLDER", folder.toString()).replace("NEXT_DOMAIN", nextDomain).replace("NEXT_PORT", Integer.toString(nextPort))
                .replace("DOMAIN", domain).replace("NOBODY", run("id", "-u", "nobody").strip()));
        Files.writeString(folder.resolve("etc/master.cf"), """
                127.0.0.1:PORT inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                proxywrite unix - - n - 1 proxymap
                smtp unix - - n - - smtp
                relay unix - - n - - smtp
                showq unix n - n - - showq
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                virtual unix - n n - - virtual
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                """.replace("PORT", Integer.toString(port)));
    }

    /** Whether it is installed, and this process may start it. */
    public static boolean isUsable() {
        return Files.isExecutable(Path.of("/usr/sbin/postfix")) && System.getProperty("user.name").equals("root");
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(
                    Path.of("/dev/null").toFile())).start();
            String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return port;
    }

    /**
     * Before the start: listens on another loopback address, too, on the same port, with settings that differ there.
     *
     * @param options {@code name=value} each, without spaces
     */
    void listen(String address, String... options) throws IOException {
        StringBuilder service = new StringBuilder(address + ":" + port + " inet n - n - - smtpd\n");
        for (String option : options) {
            service.append("  -o ").append(option).append('\n');
        }
        Files.writeString(folder.resolve("etc/master.cf"), service, StandardOpenOption.APPEND);
    }

    /** Before the start: takes mail for this address of another domain into the same mailbox. */
    void alsoTakes(String localPart, String domain) throws IOException {
        Files.writeString(folder.resolve("etc/domains"), domain + "\n", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("etc/mailboxes"), localPart + "@" + domain + " box/\n", StandardOpenOption.APPEND);
    }

    public void start() {
        run("/usr/sbin/postfix", "-c", folder.resolve("etc").toString(), "start");
        Await.until("Postfix listens", PATIENCE, this::isListening);
    }

    void stop() {
        run("/usr/sbin/postfix", "-c", folder.resolve("etc").toString(), "stop");
        Await.until("Postfix has ended", PATIENCE, () -> !isListening());
    }

    private boolean isListening() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** What {@code postqueue} lists: a line for each message that waits. */
    public List<String> queue() {
        return run("/usr/sbin/postqueue", "-c", folder.resolve("etc").toString(), "-j").lines().toList();
    }

    /** The messages in the mailbox, with CR LF for the line ends of the file system. */
    List<String> mailbox() {
        Path box = folder.resolve("mail/box/new");
        if (!Files.isDirectory(box)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(box)) {
            List<String> messages = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                messages.add(Files.readString(file, ISO_8859_1).replace("\n", "\r\n"));
            }
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String log() throws IOException {
        return Files.readString(folder.resolve("maillog"), ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        if (isListening()) {
            stop();
        }
        Await.until("nothing is left in " + folder, PATIENCE, () -> isDeleted(folder));
    }

    /** The last of its processes may write something yet. */
    private static boolean isDeleted(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
            return true;
        } catch (IOException | UncheckedIOException written) {
            return false;
        }
    }
}
