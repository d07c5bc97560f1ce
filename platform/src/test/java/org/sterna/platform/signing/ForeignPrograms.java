package org.sterna.platform.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.protocols.dkim.Canonicalization;
import org.sterna.protocols.dkim.KeyRecord;
import org.sterna.protocols.dkim.PrivateKeys;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dkim.SigningKey;

/** OpenDKIM, rspamd and dkimpy as Debian has them, all with the same two keys of example.org. */
final class ForeignPrograms implements AutoCloseable {
    static final String DOMAIN = "example.org";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern INSERTED = Pattern.compile("### INSHEADER: idx=\\d+ hname='([^']+)' hvalue='([^']*)'");
    private static final Pattern SIGNATURE = Pattern.compile("\"(v=1; a=[^\"]*)\"");
    private static final String VERIFY = """
            import dkim, sys
            records = dict(line.rstrip(b'\\n').split(b' ', 1) for line in open(sys.argv[1], 'rb'))
            message = sys.stdin.buffer.read()
            ask = lambda name, timeout=5: records.get(name.rstrip(b'.'))
            if sys.argv[2] == 'arc':
                print(dkim.arc_verify(message, dnsfunc=ask)[0].decode())
            else:
                verifier = dkim.DKIM(message)
                for i in range(int(sys.argv[2])):
                    try:
                        print(verifier.verify(idx=i, dnsfunc=ask))
                    except dkim.ValidationError:
                        print(False)
            """;
    private static final String SIGN = """
            import dkim, sys
            key, selector, algorithm, header, body = sys.argv[1:]
            signed = dkim.sign(sys.stdin.buffer.read(), selector.encode(), b'example.org', open(key, 'rb').read(), signature_algorithm=algorithm.encode(),
                               canonicalize=(header.encode(), body.encode()))
            sys.stdout.buffer.write(signed)
            """;
    private static final String SEAL = """
            import dkim, sys
            message = sys.stdin.buffer.read()
            sys.stdout.buffer.write(b''.join(dkim.arc_sign(message, b'rsa-sha256', b'example.org', open(sys.argv[1], 'rb').read(), b'there.example')))
            """;

    private final Path folder;
    private final TestDnsServer dns = TestDnsServer.start();
    private final Map<SignatureAlgorithm, SigningKey> keys = new TreeMap<>();
    private final Map<String, String> records = new TreeMap<>();
    private final int port;
    private final Process rspamd;

    ForeignPrograms(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        for (SignatureAlgorithm algorithm : List.of(SignatureAlgorithm.RSA_SHA256, SignatureAlgorithm.ED25519_SHA256)) {
            make(algorithm);
        }
        Files.write(folder.resolve("records"), records.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList());
        Files.writeString(folder.resolve("tld"), "org\nexample\nnet\n");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        rspamd = new ProcessBuilder("rspamd", "-f", "-i", "-c", Files.writeString(folder.resolve("rspamd.conf"), configuration()).toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("rspamd.log").toFile()).start();
        awaitRspamd();
    }

    private void make(SignatureAlgorithm algorithm) throws IOException {
        KeyPair pair = PrivateKeys.generate(algorithm);
        SigningKey key = new SigningKey(DOMAIN, algorithm.text(), algorithm, pair.getPrivate());
        keys.put(algorithm, key);
        records.put(key.recordName(), KeyRecord.text(pair.getPublic()));
        dns.add(record(key.recordName(), KeyRecord.text(pair.getPublic())));
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        Files.writeString(folder.resolve(algorithm.text() + ".pem"), "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8) + "\n-----END PRIVATE KEY-----\n");
        // RFC 8032: the seed; for those who want no PEM.
        Files.writeString(folder.resolve(algorithm.text() + ".seed"), Base64.getEncoder().encodeToString(Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length)) + "\n");
    }

    private static String record(String name, String text) {
        return name + ". 3600 IN TXT " + text.replaceAll("(.{1,200})", "\"$1\" ").strip();
    }

    private String configuration() {
        return """
                options { pidfile = "DIR/pid"; control_socket = "DIR/control mode=0600"; filters = "dkim"; tempdir = "DIR"; local_addrs = []; url_tld = "DIR/tld";
                    hs_cache_dir = "DIR"; cache_file = "DIR/symbols"; dns { timeout = 5s; nameserver = ["127.0.0.1:DNS"]; } }
                logging { type = "console"; level = "info"; }
                worker "normal" { bind_socket = "127.0.0.1:PORT"; count = 1; }
                dkim { check_local = true; check_authed = true; skip_multi = false; }
                metric "default" { actions { reject = 100; } }
                modules { path = "/usr/share/rspamd/plugins/dkim_signing.lua"; path = "/usr/share/rspamd/plugins/arc.lua"; }
                dkim_signing { sign_authenticated = true; use_domain = "header"; use_esld = false; allow_username_mismatch = true; check_pubkey = false;
                    domain { "example.org" { selectors [ { path = "DIR/rsa-sha256.pem"; selector = "rsa-sha256"; },
                        { path = "DIR/ed25519-sha256.seed"; selector = "ed25519-sha256"; } ] } } }
                arc { check_local = true; check_authed = true; }
                """.replace("DIR", folder.toString()).replace("DNS", Integer.toString(dns.socketAddress().getPort())).replace("PORT", Integer.toString(port));
    }

    private void awaitRspamd() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                rspamd("ping", "", Map.of());
                return;
            } catch (IOException notYet) {
                assertThat(rspamd.isAlive() && System.nanoTime() < end).as("rspamd does not answer: see %s", folder.resolve("rspamd.log")).isTrue();
                rspamd.waitFor(100, TimeUnit.MILLISECONDS);
            }
        }
    }

    SigningKey key(SignatureAlgorithm algorithm) {
        return keys.get(algorithm);
    }

    List<SigningKey> keys() {
        return List.copyOf(keys.values());
    }

    TestDnsServer dns() {
        return dns;
    }

    /** What rspamd answers. */
    String rspamd(String path, String message, Map<String, String> fields) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path)).timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.getBytes(ISO_8859_1)));
        fields.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** The message with the signatures that rspamd gives it: relaxed/relaxed, by both keys. */
    String signedByRspamd(String message) throws IOException, InterruptedException {
        StringBuilder signed = new StringBuilder();
        Matcher signature = SIGNATURE.matcher(rspamd("checkv2", message, Map.of("IP", "192.0.2.1", "User", "jones")));
        while (signature.find()) {
            String value = signature.group(1).replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\/", "/");
            signed.append("DKIM-Signature: ").append(value).append("\r\n");
        }
        return signed + message;
    }

    /** What rspamd says of a message: symbols with their options. */
    String checkedByRspamd(String message) throws IOException, InterruptedException {
        return rspamd("checkv2", message, Map.of("IP", "192.0.2.1"));
    }

    /** The message with the signature of OpenDKIM. */
    String signedByOpendkim(String message, SignatureAlgorithm algorithm, Canonicalization header, Canonicalization body) throws IOException, InterruptedException {
        String said = opendkim(message, "Mode s\nDomain " + DOMAIN + "\nKeyFile " + folder.resolve(algorithm.text() + ".pem") + "\nSelector " + algorithm.text()
                + "\nSignatureAlgorithm " + algorithm.text() + "\nCanonicalization " + header.text() + "/" + body.text() + "\n");
        Matcher inserted = INSERTED.matcher(said);
        assertThat(inserted.find()).as(said).isTrue();
        return inserted.group(1) + ": " + inserted.group(2).replace("\n", "\r\n") + "\r\n" + message;
    }

    /** The Authentication-Results field of OpenDKIM. */
    String checkedByOpendkim(String message) throws IOException, InterruptedException {
        return opendkim(message, "Mode v\nTestPublicKeys " + folder.resolve("records") + "\n");
    }

    private String opendkim(String message, String settings) throws IOException, InterruptedException {
        Path configuration = Files.writeString(folder.resolve("opendkim.conf"), settings + "InternalHosts 127.0.0.1\nRequireSafeKeys no\n");
        Path file = Files.writeString(folder.resolve("message"), message, ISO_8859_1);
        return run("", List.of("opendkim", "-f", "-x", configuration.toString(), "-t", file.toString(), "-v", "-v", "-v"));
    }

    String signedByDkimpy(String message, SignatureAlgorithm algorithm, Canonicalization header, Canonicalization body) throws IOException, InterruptedException {
        Path file = folder.resolve(algorithm.text() + (algorithm == SignatureAlgorithm.RSA_SHA256 ? ".pem" : ".seed"));
        return run(message, List.of("/usr/bin/python3", "-c", SIGN, file.toString(), algorithm.text(), algorithm.text(), header.text(), body.text())) + message;
    }

    /** {@code True} or {@code False} for each signature. */
    List<String> checkedByDkimpy(String message, int signatures) throws IOException, InterruptedException {
        return run(message, List.of("/usr/bin/python3", "-c", VERIFY, folder.resolve("records").toString(), Integer.toString(signatures))).lines().toList();
    }

    String sealedByDkimpy(String message) throws IOException, InterruptedException {
        return run(message, List.of("/usr/bin/python3", "-c", SEAL, folder.resolve("rsa-sha256.pem").toString())) + message;
    }

    /** {@code pass}, {@code fail} or {@code none}. */
    String chainByDkimpy(String message) throws IOException, InterruptedException {
        return run(message, List.of("/usr/bin/python3", "-c", VERIFY, folder.resolve("records").toString(), "arc")).strip();
    }

    private String run(String input, List<String> command) throws IOException, InterruptedException {
        Path in = Files.writeString(folder.resolve("input"), input, ISO_8859_1);
        Path out = folder.resolve("output");
        Process process = new ProcessBuilder(command).redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(folder.resolve("errors").toFile()).start();
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("%s takes longer than %s", command.get(0), PATIENCE).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, Files.readString(folder.resolve("errors"))).isZero();
        return Files.readString(out, ISO_8859_1);
    }

    @Override
    public void close() throws InterruptedException {
        rspamd.destroy();
        if (!rspamd.waitFor(30, TimeUnit.SECONDS)) {
            rspamd.destroyForcibly();
        }
        dns.close();
    }
}
