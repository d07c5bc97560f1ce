package org.sterna.platform.connection;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.pekko.util.ByteString;

/**
 * Octets through an SSLEngine, record by record. Not for more than one thread at a time. Input is copied into a borrowed
 * buffer before it is unwrapped, because the engine decrypts in place and the received octets may be shared.
 */
final class TlsRecords {

    private static final int HEADER_OCTETS = 5;
    /** The largest TLSCiphertext of any version: 2^14 + 2,048 (RFC 5246 section 6.2.3). */
    private static final int MAX_FRAGMENT_OCTETS = 16 * 1024 + 2048;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final RecordBuffers buffers;
    private ByteString encrypted = ByteString.emptyByteString();
    private boolean closed;

    TlsRecords(SSLEngine engine, RecordBuffers buffers) {
        this.engine = engine;
        this.buffers = buffers;
    }

    void begin() throws SSLException {
        engine.beginHandshake();
    }

    boolean isServer() {
        return !engine.getUseClientMode();
    }

    HandshakeStatus status() {
        return engine.getHandshakeStatus();
    }

    /** The peer sent close_notify. */
    boolean closedByPeer() {
        return closed;
    }

    List<Runnable> tasks() {
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            tasks.add(task);
        }
        return tasks;
    }

    void offer(ByteString octets) {
        encrypted = encrypted.concat(octets);
    }

    /** Whether a whole record, or something that can be none, waits. */
    boolean hasRecord() {
        return encrypted.size() >= HEADER_OCTETS && encrypted.size() >= recordOctets();
    }

    private int recordOctets() {
        int type = encrypted.apply(0);
        int fragment = (encrypted.apply(3) & 0xff) << 8 | encrypted.apply(4) & 0xff;
        boolean plausible = type >= 20 && type <= 23 && fragment <= MAX_FRAGMENT_OCTETS;      // RFC 8446 section 5.1
        return plausible ? HEADER_OCTETS + fragment : Math.min(encrypted.size(), RecordBuffers.OCTETS);    // the engine will refuse it
    }

    /**
     * Takes in one record; call only if {@link #hasRecord()} or the engine asks to unwrap again.
     *
     * @return its application data, often empty in a handshake
     */
    ByteString unwrap() throws SSLException {
        ByteBuffer source = buffers.borrow();
        ByteBuffer target = buffers.borrow();
        try {
            int available = hasRecord() ? recordOctets() : 0;
            encrypted.take(available).copyToBuffer(source);
            SSLEngineResult result = engine.unwrap(source.flip(), target);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                throw new SSLException("a record of more than " + RecordBuffers.OCTETS + " octets");
            }
            closed |= result.getStatus() == SSLEngineResult.Status.CLOSED;
            ByteString rest = encrypted.drop(result.bytesConsumed());
            encrypted = rest.isEmpty() ? ByteString.emptyByteString() : rest;
            return copyOf(target);
        } finally {
            buffers.giveBack(source);
            buffers.giveBack(target);
        }
    }

    /** Protects all of {@code plain}; with nothing to protect it gives what the handshake has to say. */
    ByteString wrap(ByteString plain) throws SSLException {
        ByteBuffer source = plain.isEmpty() ? NOTHING : plain.asByteBuffer();
        ByteBuffer target = buffers.borrow();
        try {
            ByteString records = ByteString.emptyByteString();
            do {
                SSLEngineResult result = engine.wrap(source, target.clear());
                records = records.concat(copyOf(target));
                if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                    return records;
                }
            } while (source.hasRemaining());
            return records;
        } finally {
            buffers.giveBack(target);
        }
    }

    private static ByteString copyOf(ByteBuffer written) {
        int octets = written.position();
        return octets == 0 ? ByteString.emptyByteString() : ByteString.fromArrayUnsafe(Arrays.copyOf(written.array(), octets));
    }

    void closeOutbound() {
        engine.closeOutbound();
    }

    ConnectionEvent.TlsEstablished established() {
        return new ConnectionEvent.TlsEstablished(
                engine.getSession().getProtocol(), engine.getSession().getCipherSuite(), ownCertificate(), peerCertificates());
    }

    private Optional<X509Certificate> ownCertificate() {
        return Optional.ofNullable(engine.getSession().getLocalCertificates()).filter(chain -> chain.length > 0)
                .map(chain -> (X509Certificate) chain[0]);
    }

    private List<X509Certificate> peerCertificates() {
        try {
            return Stream.of(engine.getSession().getPeerCertificates()).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }
}
