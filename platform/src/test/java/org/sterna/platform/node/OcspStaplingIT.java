package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.platform.connection.TestCertificate;

/** A node that shows along with its certificate that it is not revoked (RFC 6066 section 8), or not, where the responder does not answer. */
@Timeout(600)
class OcspStaplingIT {
    @TempDir
    private Path folder;
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whatTheResponderSaysIsShownAndWhoseResponderIsSilentIsShownAlone() throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        HttpServer responder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        responder.createContext("/", exchange -> answer(exchange, authority));
        responder.start();
        try (NodeProcess node = NodeProcess.prepare("ocsp-stapling", "sterna.tls.ocsp-stapling=true")) {
            Path answered = authority.issue("mail.example.org", "http://127.0.0.1:" + responder.getAddress().getPort());
            Path silent = authority.issue("mail.example.net", "http://127.0.0.1:" + NodeProcess.freePort());
            node.config("sterna.tls { certificate = \"" + answered + "\"\n certificates = [ { certificate = \"" + silent + "\" } ] }\n");
            node.start();
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                List<byte[]> shown = shown(node, "mail.example.org", version);
                assertThat(shown).as(version).isNotEmpty();
                assertThat(isGood(shown.get(0))).as(version).isTrue();
                assertThat(shown(node, "mail.example.net", version)).as(version).isEmpty();
            }
            assertThat(asked).as("questions: one answer serves for many handshakes").hasValue(1);
        } finally {
            responder.stop(0);
        }
    }

    /** By GET with the question in the path, or by POST (RFC 6960 appendix A.1). */
    private void answer(HttpExchange exchange, TestAuthority authority) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            byte[] question = exchange.getRequestMethod().equals("GET") ? Base64.getDecoder().decode(exchange.getRequestURI().getPath().replaceFirst("/+", ""))
                    : exchange.getRequestBody().readAllBytes();
            byte[] answer = authority.vouch(question);
            exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static List<byte[]> shown(NodeProcess node, String hostName, String version) throws IOException {
        try (SSLSocket socket = (SSLSocket) TestCertificate.trustingAnyone().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), node.port("imaps"))) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(hostName)));
            parameters.setProtocols(new String[] {version});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(60_000);
            socket.startHandshake();
            return ((ExtendedSSLSession) socket.getSession()).getStatusResponses().stream().filter(each -> each.length > 0).toList();
        }
    }

    private static boolean isGood(byte[] stapled) throws IOException, OCSPException {
        SingleResp[] responses = ((BasicOCSPResp) new OCSPResp(stapled).getResponseObject()).getResponses();
        return responses.length == 1 && responses[0].getCertStatus() == CertificateStatus.GOOD;
    }
}
