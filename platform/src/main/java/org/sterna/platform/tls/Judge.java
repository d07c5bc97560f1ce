package org.sterna.platform.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tls.ServerNames;
import org.sterna.protocols.tlsrpt.ResultType;

/** Looks at the certificate of one handshake, and remembers what it found. Extended, because the JDK would wrap a plain trust manager in checks of its own. */
final class Judge extends X509ExtendedTrustManager {
    private final String host;
    private final PeerCheck check;
    private final X509TrustManager authorities;
    private final Clock clock;
    private volatile Optional<CertificateFault> fault = Optional.empty();

    /** @param authorities those that are trusted; they look at neither names nor addresses */
    Judge(String host, PeerCheck check, X509TrustManager authorities, Clock clock) {
        this.host = host;
        this.check = check;
        this.authorities = authorities;
        this.clock = clock;
    }

    Optional<CertificateFault> fault() {
        return fault;
    }

    private void judge(X509Certificate[] chain, String type) throws CertificateException {
        fault = found(List.of(chain), type);
        if (fault.isPresent() && !(check instanceof PeerCheck.Watched)) {
            throw new CertificateException(fault.get().text());
        }
    }

    private Optional<CertificateFault> found(List<X509Certificate> chain, String type) {
        if (check instanceof PeerCheck.Dane dane) {
            return dane.policy().judge(chain, clock.instant());
        }
        if (check instanceof PeerCheck.Authority authority) {
            return byAuthority(chain, type, authority);
        }
        if (check instanceof PeerCheck.Watched watched) {
            return byAuthority(chain, type, watched.check());
        }
        return Optional.empty();
    }

    private Optional<CertificateFault> byAuthority(List<X509Certificate> chain, String type, PeerCheck.Authority authority) {
        return trusted(chain, type).or(() -> named(chain.get(0), authority.names()));
    }

    private Optional<CertificateFault> trusted(List<X509Certificate> chain, String type) {
        try {
            authorities.checkServerTrusted(chain.toArray(X509Certificate[]::new), type);
            return Optional.empty();
        } catch (CertificateException e) {
            Instant now = clock.instant();
            boolean expired = chain.stream().anyMatch(each -> each.getNotAfter().toInstant().isBefore(now));
            return Optional.of(new CertificateFault(expired ? ResultType.CERTIFICATE_EXPIRED : ResultType.CERTIFICATE_NOT_TRUSTED, String.valueOf(e.getMessage())));
        }
    }

    private Optional<CertificateFault> named(X509Certificate certificate, ServerNames.Kind kind) {
        ServerNames names = ServerNames.of(certificate);
        return names.match(host, kind) ? Optional.empty()
                : Optional.of(new CertificateFault(ResultType.CERTIFICATE_HOST_MISMATCH, "the certificate is for " + names.text() + ", not for " + host));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
