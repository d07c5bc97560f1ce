package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.connection.TestCertificate;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** TLS of a real node's ports as sslscan and clients see it, and its certificates changed while it runs. */
@Timeout(600)
class TlsPortsIT {
    private static final int OPEN = 200;
    private static final int WEAKEST_GROUP_BITS = 112;       // RFC 9325 section 4.5: 2048 bits of a finite field
    /** It waits that long where the server says nothing, as to the greetings of old versions; so all ports are scanned at the same time. */
    private static final int WAIT_SECONDS = 10;
    private static final int LONGEST_SCAN_SECONDS = 300;
    private static final Map<String, Optional<String>> SCANNED = Map.of("smtp", Optional.of("--starttls-smtp"), "submission", Optional.of("--starttls-smtp"),
            "submission-alt", Optional.of("--starttls-smtp"), "submissions", Optional.empty(), "imap", Optional.of("--starttls-imap"),
            "imaps", Optional.empty(), "pop3", Optional.of("--starttls-pop3"), "pop3s", Optional.empty());
    private static final List<String> SUITES = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
            "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305");

    @TempDir
    private static Path folder;
    private static TestAuthority authority;
    private static NodeProcess node;
    private static final Map<String, Process> SCANS = new TreeMap<>();

    @BeforeAll
    static void start() throws IOException {
        assertThat(Files.isExecutable(Path.of("/usr/bin/sslscan"))).as("sslscan is installed (apt-get install sslscan)").isTrue();
        authority = new TestAuthority(folder);
        node = NodeProcess.prepare("tls-ports", "sterna.tls.poll-interval=1d");
        node.config("sterna.tls { certificate = \"" + authority.issue("mail.example.org") + "\"\n certificates = [ { certificate = \""
                + authority.issue("mail.example.net") + "\" } ] }\nsterna.listeners.pop3s.certificate = \"" + authority.issue("pop.example.org") + "\"\n");
        node.start();
        node.admin("domain", "add", "example.org");
        for (Map.Entry<String, Optional<String>> port : SCANNED.entrySet()) {
            SCANS.put(port.getKey(), scan(port.getKey(), port.getValue()));
        }
    }

    @AfterAll
    static void end() {
        SCANS.values().forEach(Process::destroyForcibly);
        if (node != null) {
            node.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "submission", "submission-alt", "submissions", "imap", "imaps", "pop3", "pop3s"})
    void noPortHasAWeakVersionOrSuite(String service) throws Exception {
        Element scan = scanned(service);
        assertThat(elements(scan, "protocol")).filteredOn(each -> each.getAttribute("enabled").equals("1"))
                .extracting(each -> each.getAttribute("type") + " " + each.getAttribute("version")).isNotEmpty().isSubsetOf("tls 1.2", "tls 1.3");
        assertThat(elements(scan, "cipher")).extracting(each -> each.getAttribute("cipher")).isNotEmpty().isSubsetOf(SUITES);
        assertThat(elements(scan, "group")).isNotEmpty().allSatisfy(each ->
                assertThat(Integer.parseInt(each.getAttribute("bits"))).isGreaterThanOrEqualTo(WEAKEST_GROUP_BITS));
        assertThat(elements(scan, "heartbleed")).allSatisfy(each -> assertThat(each.getAttribute("vulnerable")).isEqualTo("0"));
        assertThat(elements(scan, "compression")).allSatisfy(each -> assertThat(each.getAttribute("supported")).isEqualTo("0"));
        assertThat(elements(scan, "connection-signature-algorithm")).isNotEmpty().allSatisfy(each ->
                assertThat(each.getAttribute("name")).doesNotContainIgnoringCase("sha1").doesNotContainIgnoringCase("md5"));
    }

    /** Begins it. */
    private static Process scan(String service, Optional<String> startTls) throws IOException {
        List<String> command = new ArrayList<>(List.of("sslscan", "--xml=" + folder.resolve(service + ".xml"), "--show-sigs", "--no-check-certificate", "--timeout=" + WAIT_SECONDS));
        startTls.ifPresent(command::add);
        command.add("127.0.0.1:" + node.port(service));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(service + ".txt").toFile()).start();
    }

    /** Waits for its end. */
    private static Element scanned(String service) throws IOException, InterruptedException, ParserConfigurationException, SAXException {
        Process process = SCANS.get(service);
        assertThat(process.waitFor(LONGEST_SCAN_SECONDS, TimeUnit.SECONDS)).as("sslscan ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(folder.resolve(service + ".txt"))).isZero();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve(service + ".xml").toFile()).getDocumentElement();
    }

    private static List<Element> elements(Element above, String name) {
        NodeList found = above.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).map(Element.class::cast).toList();
    }

    @Test
    void eachHostNameAndEachPortShowsItsOwnCertificate() throws IOException {
        try (SSLSocket net = secure("imaps", "mail.example.net"); SSLSocket org = secure("imaps", "mail.example.org");
                SSLSocket unknown = secure("imaps", "elsewhere.example"); SSLSocket pop = secure("pop3s", "elsewhere.example");
                SSLSocket popNet = secure("pop3s", "mail.example.net")) {
            assertThat(Stream.of(net, org, unknown, pop, popNet).map(TlsPortsIT::subject))
                    .containsExactly("CN=mail.example.net", "CN=mail.example.org", "CN=mail.example.org", "CN=pop.example.org", "CN=mail.example.net");
        }
    }

    @Test
    void aNewCertificateDropsNoConnectionAndABrokenOneChangesNothing() throws IOException {
        List<SSLSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < OPEN; i++) {
                open.add(secure(i % 2 == 0 ? "imaps" : "submissions", "mail.example.org"));
                assertThat(line(open.get(i))).startsWith(i % 2 == 0 ? "* OK" : "220 ");
            }
            X509Certificate before = certificate(open.get(0));
            Path file = folder.resolve("mail.example.org.pem");
            Path kept = Files.copy(file, folder.resolve("kept.pem"), StandardCopyOption.REPLACE_EXISTING);
            authority.issue("mail.example.org");
            assertThat(node.admin("reload")).isEqualTo("now in force: sterna.tls.certificate");
            try (SSLSocket newcomer = secure("imaps", "mail.example.org")) {
                assertThat(certificate(newcomer)).isNotEqualTo(before);
            }
            for (int i = 0; i < OPEN; i++) {
                say(open.get(i), i % 2 == 0 ? "a NOOP\r\n" : "NOOP\r\n");
                assertThat(line(open.get(i))).startsWith(i % 2 == 0 ? "a OK" : "250 ");
            }

            Files.writeString(file, "not a certificate");
            AdminResult broken = node.command("reload");
            assertThat(broken.status()).isEqualTo(1);
            assertThat(broken.error()).contains("sterna.tls.certificate = " + file + " holds no certificate", "the certificate from before stays in use");
            Files.copy(kept, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(node.admin("reload")).isEqualTo("now in force: sterna.tls.certificate");
            try (SSLSocket last = secure("imaps", "mail.example.org")) {
                assertThat(certificate(last)).isEqualTo(before);
            }
        } finally {
            for (SSLSocket socket : open) {
                socket.close();
            }
        }
    }

    private static SSLSocket secure(String service, String host) throws IOException {
        Socket clear = new Socket("127.0.0.1", node.port(service));
        clear.setSoTimeout(60_000);
        SSLSocket secure = (SSLSocket) TestCertificate.trustingAnyone().getSocketFactory().createSocket(clear, host, clear.getPort(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static X509Certificate certificate(SSLSocket socket) throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private static String subject(SSLSocket socket) {
        try {
            return certificate(socket).getSubjectX500Principal().getName();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void say(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String line(SSLSocket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString();
    }
}
