package org.sterna.platform.drill.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The drill talks to its own nodes, whose certificates nobody has signed. */
final class Tls {
    private static final SSLContext CONTEXT = trustingAll();

    private Tls() {
    }

    /** A connection with TLS from the first octet; {@code socket} is closed if there is none. */
    static SSLSocket connect(Socket socket, InetSocketAddress server, Duration toConnect, Duration toAnswer) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(toAnswer.toMillis()));
            socket.connect(server, Math.toIntExact(toConnect.toMillis()));
            SSLSocket secured = (SSLSocket) CONTEXT.getSocketFactory().createSocket(socket, server.getHostString(), server.getPort(), true);
            secured.startHandshake();
            return secured;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static SSLContext trustingAll() {
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
            throw new IllegalStateException(e);
        }
    }
}
