package org.sterna.platform.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLSocket;
import org.sterna.platform.connection.TestCertificate;

/**
 * A relay for those who log in: port of 127.0.0.1, STARTTLS with the certificate of {@code TestCertificate}, AUTH PLAIN (RFC 4616) and SCRAM-SHA-256 (RFC 5802,
 * RFC 7677) behind it. It checks what it is shown and takes mail only from {@link #USER}.
 */
final class Smarthost implements AutoCloseable {
    static final String USER = "joe";
    static final String PASSWORD = "open sesame";
    private static final byte[] SALT = "saltsaltsalt".getBytes(ISO_8859_1);
    private static final int ITERATIONS = 4096;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final String mechanisms;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();

    /** @param mechanisms as EHLO lists them */
    Smarthost(String mechanisms) throws IOException {
        this.mechanisms = mechanisms;
        thread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Content of what was taken. */
    List<String> messages() {
        return messages;
    }

    /** The mechanism of each login that was right; {@code refused} for those that were not. */
    List<String> logins() {
        return logins;
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "smarthost");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                thread(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the end of this thread
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Conversation conversation = new Conversation(socket);
            conversation.say("220 smart.example.net");
            conversation.run();
        } catch (IOException | GeneralSecurityException gone) {
            logins.add("broken off: " + gone);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private final class Conversation {
        private Socket socket;
        private boolean secured;
        private boolean known;

        private Conversation(Socket socket) {
            this.socket = socket;
        }

        private void say(String reply) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write((reply + "\r\n").getBytes(ISO_8859_1));
            out.flush();
        }

        private String line() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new IOException("the client has gone");
                }
                line.write(octet);
            }
            return line.toString(ISO_8859_1).strip();
        }

        private void run() throws IOException, GeneralSecurityException {
            for (String line = line(); !line.equals("QUIT"); line = line()) {
                if (line.startsWith("EHLO")) {
                    say(secured ? "250-smart.example.net\r\n250 AUTH " + mechanisms : "250-smart.example.net\r\n250 STARTTLS");
                } else if (line.equals("STARTTLS")) {
                    say("220 go on");
                    secure();
                } else if (secured && line.startsWith("AUTH PLAIN ")) {
                    login("PLAIN", decoded(line.substring(11)).equals("\0" + USER + "\0" + PASSWORD));
                } else if (secured && line.startsWith("AUTH SCRAM-SHA-256 ")) {
                    login("SCRAM-SHA-256", scram(decoded(line.substring(19))));
                } else if (!known) {
                    say("530 5.7.0 log in first");
                } else if (line.equals("DATA")) {
                    say("354 go on");
                    content();
                    say("250 taken");
                } else {
                    say("250 fine");
                }
            }
            say("221 bye");
        }

        private void secure() throws IOException {
            SSLSocket tls = (SSLSocket) TestCertificate.context().getSocketFactory().createSocket(socket, null, true);
            tls.setUseClientMode(false);
            tls.startHandshake();
            socket = tls;
            secured = true;
        }

        private void login(String mechanism, boolean right) throws IOException {
            known = right;
            logins.add(right ? mechanism : "refused");
            say(right ? "235 2.7.0 welcome" : "535 5.7.8 no");
        }

        /** RFC 5802 section 3; the server's last word is a challenge of its own, to which the client says nothing (RFC 4954 section 4). */
        private boolean scram(String clientFirst) throws IOException, GeneralSecurityException {
            if (!clientFirst.startsWith("n,,n=" + USER + ",r=")) {
                return false;
            }
            String bare = clientFirst.substring(3);
            String nonce = bare.substring(bare.indexOf("r=") + 2) + "server";
            String serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + ITERATIONS;
            say("334 " + encoded(serverFirst.getBytes(UTF_8)));
            String clientFinal = decoded(line());
            String withoutProof = clientFinal.replaceFirst(",p=.*", "");
            byte[] proof = Base64.getDecoder().decode(clientFinal.substring(clientFinal.indexOf(",p=") + 3));
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(new PBEKeySpec(PASSWORD.toCharArray(), SALT, ITERATIONS, 256)).getEncoded();
            String all = bare + "," + serverFirst + "," + withoutProof;
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), all);
            for (int i = 0; i < signature.length; i++) {
                signature[i] ^= clientKey[i];
            }
            if (!withoutProof.equals("c=biws,r=" + nonce) || !MessageDigest.isEqual(signature, proof)) {
                return false;
            }
            say("334 " + encoded(("v=" + encoded(hmac(hmac(salted, "Server Key"), all))).getBytes(UTF_8)));
            return line().isEmpty();
        }

        private void content() throws IOException {
            StringBuilder content = new StringBuilder();
            for (String line = line(); !line.equals("."); line = line()) {
                content.append(line).append("\r\n");
            }
            messages.add(content.toString());
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String encoded(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), UTF_8);
    }
}
