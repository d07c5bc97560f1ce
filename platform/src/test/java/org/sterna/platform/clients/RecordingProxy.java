package org.sterna.platform.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.sterna.platform.drill.imap.ImapWire;
import org.sterna.platform.node.NodeProcess;

/**
 * Stands between a mail program and a node, with the node's own certificate, and writes down what they say to each other: {@code C1:} and {@code S1:} are
 * the first connection's lines. What it wrote is played again by {@link RecordedClientsIT}.
 */
final class RecordingProxy implements Closeable {
    private static Optional<RecordingProxy> current = Optional.empty();

    private final SSLServerSocket listener;
    private final InetSocketAddress server;
    private final StringBuffer conversation = new StringBuffer();
    private final AtomicInteger connections = new AtomicInteger();

    RecordingProxy(NodeProcess node) throws IOException {
        server = new InetSocketAddress("127.0.0.1", node.port("imaps"));
        listener = (SSLServerSocket) context(node.data().resolve("tls")).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static SSLContext context(Path tls) throws IOException {
        try (InputStream certificate = Files.newInputStream(tls.resolve("certificate.pem"))) {
            String pem = Files.readString(tls.resolve("key.pem"), US_ASCII).replaceAll("-----[^-]+-----|\\s", "");
            Certificate shown = CertificateFactory.getInstance("X.509").generateCertificate(certificate);
            PrivateKey key = KeyFactory.getInstance(shown.getPublicKey().getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("node", key, new char[0], new Certificate[] {shown});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "recording-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket behind = ImapWire.secured(server);
                int number = connections.incrementAndGet();
                start(() -> carry("C" + number + ": ", client, behind));
                start(() -> carry("S" + number + ": ", behind, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(String prefix, Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            StringBuilder line = new StringBuilder();
            byte[] some = new byte[1 << 16];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                // What is compressed (RFC 4978) cannot be read along, so it is not offered.
                byte[] passed = new String(some, 0, count, ISO_8859_1).replace(" COMPRESS=DEFLATE", "").getBytes(ISO_8859_1);
                for (byte octet : passed) {
                    line.append((char) (octet & 0xff));
                    if (octet == '\n') {
                        conversation.append(prefix).append(line.toString().replaceFirst("\r?\n$", "")).append('\n');
                        line.setLength(0);
                    }
                }
                out.write(passed);                           // behind the note of it, so that no answer is noted before its command
                out.flush();
            }
        } catch (IOException ended) {
            return;                                          // either side has had enough
        }
    }

    /** Lines in the order in which they passed. */
    String conversation() {
        return conversation.toString();
    }

    /** Where a mail program finds a node's IMAP: behind a proxy if {@code -Dsterna.clients.record} names a folder for what it writes. */
    static synchronized int imaps(NodeProcess node) throws IOException {
        if (System.getProperty("sterna.clients.record", "").isEmpty()) {
            return node.port("imaps");
        }
        if (current.isEmpty()) {
            current = Optional.of(new RecordingProxy(node));
        }
        return current.get().port();
    }

    /** Keeps the record, if there is one. Literals that the server sent are left out: nobody needs them to say the same again. */
    static synchronized void end(String name) throws IOException {
        if (current.isPresent()) {
            String kept = current.get().conversation().lines().filter(line -> line.startsWith("C") || line.matches("S[0-9]+: (\\* |\\+|\\S+ (OK|NO|BAD)\\b).*"))
                    .collect(Collectors.joining("\n", "# " + name + "\n", "\n"));
            Files.writeString(Path.of(System.getProperty("sterna.clients.record"), name + ".txt"), kept, ISO_8859_1);
            current.get().close();
            current = Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
