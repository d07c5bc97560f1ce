package org.sterna.platform.admin;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * What is said first at the admin port, where no file system says who is who. Both ends show that they have the token, the node before the
 * client does, and neither sends it: whoever took the port while no node had it learns nothing that would open a node, and gets no command.
 *
 * <p>The client sends its nonce; the node its own, and a proof; the client its proof. A proof is HMAC-SHA256 (RFC 2104) with the token as the
 * key, of the end's name and both nonces, so that one cannot be played back or turned around. Nothing has a length that the other end chooses.
 */
final class AdminHandshake {
    private static final int NONCE_OCTETS = 32;
    private static final int PROOF_OCTETS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Whose proof it is. */
    enum End {
        NODE("sterna admin node"), CLIENT("sterna admin client");

        private final String name;

        End(String name) {
            this.name = name;
        }

        String label() {
            return name;
        }
    }

    private AdminHandshake() { }

    /**
     * The client's part.
     *
     * @return whether the other end has the token; if not, it was told nothing
     * @throws EOFException when the other end went away
     */
    static boolean asClient(AdminToken token, DataInputStream in, OutputStream out) throws IOException {
        byte[] mine = nonce();
        send(out, mine);
        byte[] theirs = read(in, NONCE_OCTETS);
        if (!MessageDigest.isEqual(token.proof(End.NODE, mine, theirs), read(in, PROOF_OCTETS))) {
            return false;
        }
        send(out, token.proof(End.CLIENT, mine, theirs));
        return true;
    }

    /**
     * The node's part.
     *
     * @param in not buffered: what follows is for whoever reads the command
     * @return whether the other end has the token
     * @throws EOFException when the other end went away
     */
    static boolean asNode(AdminToken token, DataInputStream in, OutputStream out) throws IOException {
        byte[] theirs = read(in, NONCE_OCTETS);
        byte[] mine = nonce();
        send(out, mine);
        send(out, token.proof(End.NODE, theirs, mine));
        return MessageDigest.isEqual(token.proof(End.CLIENT, theirs, mine), read(in, PROOF_OCTETS));
    }

    private static byte[] nonce() {
        byte[] nonce = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    private static void send(OutputStream out, byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    private static byte[] read(DataInputStream in, int length) throws IOException {
        byte[] octets = new byte[length];
        in.readFully(octets);
        return octets;
    }
}
