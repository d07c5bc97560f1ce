package org.sterna.platform.admin;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** How a command reaches the node: what the file system lets its user do, or a secret. */
sealed interface AdminAccess {

    /**
     * A connection that takes a command.
     *
     * @throws AdminException when somebody else is there
     */
    SocketChannel connect() throws IOException;

    /** Whether the node is there; what else may be there does not count. */
    boolean isServed();

    /** By the socket in a data folder that its user may enter. */
    record Socket(Path data) implements AdminAccess {
        @Override
        public SocketChannel connect() throws IOException {
            return SocketChannel.open(UnixDomainSocketAddress.of(AdminSocket.find(data)));
        }

        @Override
        public boolean isServed() {
            try (SocketChannel channel = connect()) {
                return channel.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return data.toString();
        }
    }

    /** By the node's admin port ({@code sterna.admin.port}), with the token in a file that its user may read. */
    record Port(int port, Path token) implements AdminAccess {
        private static final int PATIENCE_MILLIS = 30_000;

        @Override
        public SocketChannel connect() throws IOException {
            AdminToken shown = AdminToken.read(token);
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            try {
                channel.socket().setSoTimeout(PATIENCE_MILLIS);
                if (!AdminHandshake.asClient(shown, new DataInputStream(channel.socket().getInputStream()), Channels.newOutputStream(channel))) {
                    throw new AdminException("what listens on port " + port + " does not have the token in " + token
                            + ": it is another program, or a node with another token; it was told nothing");
                }
                channel.socket().setSoTimeout(0);                    // a command may take longer
            } catch (IOException | AdminException e) {
                channel.close();
                throw e;
            }
            return channel;
        }

        /** A node that hangs up in the middle is still there, perhaps busy, perhaps about to end. */
        @Override
        public boolean isServed() {
            try (SocketChannel channel = connect()) {
                return channel.isConnected();
            } catch (ConnectException | AdminException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        public String toString() {
            return "port " + port + " with the token in " + token;
        }
    }
}
