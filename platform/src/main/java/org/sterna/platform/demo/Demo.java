package org.sterna.platform.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.sterna.platform.admin.DemoOptions;
import org.sterna.protocols.smtp.TraceFields;

/**
 * {@code ./sterna demo}: a message is submitted, queued, delivered, relayed and read back; then the node is killed while
 * another one waits for a destination that is down, and delivers it after its restart. Every step is seen over a socket, or
 * the demonstration ends with what is missing.
 */
public final class Demo {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final String FRIEND = "friend@outside.example";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DemoOptions options;
    private final String password = Long.toString(Math.abs(new SecureRandom().nextLong()), 36);
    private final SSLContext tls = trustingTheSelfSigned();
    private final List<String> seen = new ArrayList<>();

    private Demo(DemoOptions options) {
        this.options = options;
    }

    /** Runs it; 0 if every step was seen. */
    public static int run(DemoOptions options) {
        try {
            return new Demo(options).run();
        } catch (IOException e) {
            throw new DemoException("the demonstration broke off: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int run() throws IOException, InterruptedException {
        boolean temporary = options.node().data().isEmpty();
        Path data = temporary ? Files.createTempDirectory("sterna-demo-") : Files.createDirectories(options.node().data().get());
        int offset = options.node().portOffset().orElseGet(DemoNode::freeOffset);
        List<String> sets = new ArrayList<>(List.of("sterna.queue.first-retry=2s", "sterna.queue.longest-retry=5s",
                "sterna.node.host-name=mail.example.org", "sterna.cassandra.embedded.grace=30s"));
        for (String service : List.of("smtp", "submission", "submissions", "submission-alt", "imap", "imaps", "pop3", "pop3s")) {
            sets.add("sterna.listeners." + service + ".address=127.0.0.1");
        }
        sets.addAll(options.node().sets());
        DemoSink sink = new DemoSink();
        DemoNode node = new DemoNode(data, offset, sets);
        Thread ending = new Thread(() -> end(node, data, temporary), "demo-end");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            steps(node, sink, data);
        } catch (DemoException e) {
            say("NOT SEEN: " + e.getMessage());
            return 1;
        }
        printSettings(node);
        if (!options.once()) {
            say("The node runs until you press Ctrl-C.");
            Thread.currentThread().join();
        }
        return 0;
    }

    private static void end(DemoNode node, Path data, boolean temporary) {
        node.close();
        if (temporary) {
            try (Stream<Path> files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            } catch (IOException | UncheckedIOException e) {
                say("the folder " + data + " could not be deleted: " + e);
            }
        }
    }

    private void steps(DemoNode node, DemoSink sink, Path data) throws IOException, InterruptedException {
        step("Starting a node on ports " + node.port(25) + " to " + node.port(2525) + ", data in " + data + " (a Cassandra of its own)");
        node.start();
        sink.open();
        step("Making the domain example.org with two accounts, and a route to the outside world");
        node.ask("", "domain", "add", "example.org");
        node.ask(password, "account", "add", ALICE);
        node.ask(password, "account", "add", BOB);
        node.ask("", "route", "add", "outside.example", "127.0.0.1:" + sink.port());

        step("Alice submits a message to Bob, who lives here, and to a friend outside (port " + node.port(587) + ", STARTTLS, AUTH)");
        String first = message("Hello from Sterna", BOB + ", " + FRIEND, ".A line that begins with a dot, and gr\u00fc\u00dfe in UTF-8.");
        String firstId = submit(node, first, List.of(BOB, FRIEND));
        step("Following it through the queue");
        follow(node, firstId, "delivered", "relayed", "completed");
        Await.until("the friend has it", PATIENCE, () -> sink.messages().size() == 1);
        check(sink.messages().get(0).endsWith(latin(first)), "the friend's copy is octet for octet what Alice wrote");

        step("Bob reads it over IMAPS (port " + node.port(993) + ")");
        check(imap(node).endsWith(latin(first)), "Bob's copy is octet for octet what Alice wrote");
        step("Bob reads it over POP3S (port " + node.port(995) + ")");
        check(pop3(node).endsWith(latin(first)), "POP3 shows the same octets");

        step("The friend's server goes down; Alice writes again");
        sink.close();
        String second = message("Patience", FRIEND, "This one has to wait.");
        String secondId = submit(node, second, List.of(FRIEND));
        Await.until("the message waits in the queue", PATIENCE, () -> node.ask("", "queue", "list").contains(secondId));
        say("   " + node.ask("", "queue", "list").replace("\n", "\n   "));
        String session = node.ask("", "session", "list").lines().filter(line -> line.contains("submission")).reduce((one, next) -> next)
                .orElseThrow(() -> new DemoException("the session is not listed")).split(" ")[0];

        step("kill -9 of the node (process " + node.pid() + ") while the message waits");
        node.kill();
        step("Starting it again");
        long began = System.nanoTime();
        node.start();
        say("   ready again after " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
        say("   " + node.ask("", "session", "show", session).replace("\n", "\n   "));
        check(node.ask("", "session", "show", session).contains(secondId), "the session from before the crash tells what it did");
        step("The friend's server comes back");
        sink.open();
        Await.until("the waiting message is delivered", PATIENCE, () -> sink.messages().size() == 2);
        check(sink.messages().get(1).endsWith(latin(second)), "the message that waited has arrived, octet for octet");
        follow(node, secondId, "relayed", "completed");
        Await.until("the queue is empty", PATIENCE, () -> node.ask("", "queue", "list").startsWith("0 waiting, 0 "));
        check(sink.messages().size() == 2, "nothing came twice");
    }

    private static String latin(String message) {
        return new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String message(String subject, String to, String text) {
        return "From: Alice <" + ALICE + ">\r\nTo: " + to + "\r\nSubject: " + subject + "\r\nDate: " + TraceFields.dateTime(ZonedDateTime.now())
                + "\r\nMessage-ID: <" + System.nanoTime() + "@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n" + text + "\r\n";
    }

    private String submit(DemoNode node, String message, List<String> recipients) throws IOException {
        try (MailSocket client = new MailSocket("127.0.0.1", node.port(587), tls, false, Demo::say)) {
            expect(client, "220");
            client.say("EHLO client.example.org");
            expect(client, "250");
            client.say("STARTTLS");
            expect(client, "220");
            client.startTls();
            client.say("EHLO client.example.org");
            expect(client, "250");
            client.say("AUTH PLAIN " + Base64.getEncoder().encodeToString(("\0" + ALICE + "\0" + password).getBytes(StandardCharsets.UTF_8)),
                    "AUTH PLAIN ...");
            expect(client, "235");
            client.say("MAIL FROM:<" + ALICE + "> BODY=8BITMIME");
            expect(client, "250");
            for (String recipient : recipients) {
                client.say("RCPT TO:<" + recipient + ">");
                expect(client, "250");
            }
            client.say("DATA");
            expect(client, "354");
            String stuffed = message.replace("\r\n.", "\r\n..");
            client.send((stuffed + ".\r\n").getBytes(StandardCharsets.UTF_8), "(" + message.length() + " characters) .");
            String accepted = expect(client, "250");
            client.say("QUIT");
            expect(client, "221");
            String id = accepted.substring(accepted.lastIndexOf(' ') + 1);
            seen("accepted: queue id " + id);
            return id;
        }
    }

    private static String expect(MailSocket client, String code) throws IOException {
        String line = client.hear();
        while (line.startsWith(code + "-")) {
            line = client.hear();
        }
        if (!line.startsWith(code)) {
            throw new DemoException("expected " + code + ", got: " + line);
        }
        return line;
    }

    private void follow(DemoNode node, String id, String... steps) throws InterruptedException {
        for (String step : steps) {
            Await.until("message " + id + " is " + step, PATIENCE, () -> node.ask("", "queue", "show", id).lines().anyMatch(line -> line.contains("  " + step + "  ")));
        }
        say("   " + node.ask("", "queue", "show", id).replace("\n", "\n   "));
        seen(String.join(", ", steps));
    }

    private String imap(DemoNode node) throws IOException {
        try (MailSocket client = new MailSocket("127.0.0.1", node.port(993), tls, true, Demo::say)) {
            client.hear();
            client.say("a1 LOGIN " + BOB + " " + password, "a1 LOGIN " + BOB + " ...");
            tagged(client, "a1");
            client.say("a2 SELECT INBOX");
            tagged(client, "a2");
            client.say("a3 FETCH 1 (FLAGS ENVELOPE BODY[])");
            String line = client.hear();
            while (!line.endsWith("}")) {
                line = client.hear();
            }
            byte[] octets = client.octets(Integer.parseInt(line.substring(line.lastIndexOf('{') + 1, line.length() - 1)));
            tagged(client, "a3");
            client.say("a4 LOGOUT");
            tagged(client, "a4");
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    private static void tagged(MailSocket client, String tag) throws IOException {
        String line = client.hear();
        while (!line.startsWith(tag + " ")) {
            line = client.hear();
        }
        if (!line.startsWith(tag + " OK")) {
            throw new DemoException("IMAP said: " + line);
        }
    }

    private String pop3(DemoNode node) throws IOException {
        try (MailSocket client = new MailSocket("127.0.0.1", node.port(995), tls, true, Demo::say)) {
            client.hear();
            client.say("USER " + BOB);
            expect(client, "+OK");
            client.say("PASS " + password, "PASS ...");
            expect(client, "+OK");
            client.say("RETR 1");
            expect(client, "+OK");
            StringBuilder content = new StringBuilder();
            for (String line = client.quietly(); !line.equals("."); line = client.quietly()) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            say("   S: (" + content.length() + " octets) .");
            client.say("QUIT");
            expect(client, "+OK");
            return content.toString();
        }
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            throw new DemoException("it is not so that " + what);
        }
        seen(what);
    }

    private void seen(String what) {
        seen.add(what);
        say("   SEEN: " + what);
    }

    private static void step(String text) {
        say("");
        say("== " + text);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void printSettings(DemoNode node) {
        say("");
        say("== All " + seen.size() + " checks were seen. Settings for a mail client (the certificate is self-signed):");
        say("   user " + ALICE + " or " + BOB + ", password " + password);
        say("   SMTP  127.0.0.1  port " + node.port(587) + " STARTTLS, or " + node.port(465) + " TLS");
        say("   IMAP  127.0.0.1  port " + node.port(143) + " STARTTLS, or " + node.port(993) + " TLS");
        say("   POP3  127.0.0.1  port " + node.port(110) + " STARTTLS, or " + node.port(995) + " TLS");
    }

    /** The demonstration talks to its own node on loopback, whose certificate nobody has signed. */
    private static SSLContext trustingTheSelfSigned() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new X509TrustManager() {
                @Override
                public void checkClientTrusted(X509Certificate[] chain, String type) { }

                @Override
                public void checkServerTrusted(X509Certificate[] chain, String type) { }

                @Override
                public X509Certificate[] getAcceptedIssuers() {
                    return new X509Certificate[0];
                }
            }}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has TLS", e);
        }
    }
}
