package org.sterna.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two engines shake hands, without a network. */
final class Handshake {
    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 16);

    private Handshake(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    /** @throws SSLException when one of them does not want to */
    static void between(SSLEngine client, SSLEngine server) throws SSLException {
        Handshake handshake = new Handshake(client, server);
        handshake.begin();
        handshake.end();
    }

    /** The client has said its first word, which the server has not heard. */
    static Handshake begun(SSLEngine client, SSLEngine server) throws SSLException {
        Handshake handshake = new Handshake(client, server);
        handshake.begin();
        step(client, handshake.toClient, handshake.toServer);
        return handshake;
    }

    private void begin() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
    }

    /** Until both are content, and tickets that come after the handshake have arrived. */
    void end() throws SSLException {
        for (int round = 0; round < 100 && !(done(client) && done(server) && toServer.position() == 0 && toClient.position() == 0); round++) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        assertThat(done(client) && done(server)).isTrue();
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer incoming, ByteBuffer outgoing) throws SSLException {
        ByteBuffer plain = ByteBuffer.allocate(1 << 16);
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), outgoing);
            default -> {
                incoming.flip();
                engine.unwrap(incoming, plain);
                incoming.compact();
            }
        }
    }
}
