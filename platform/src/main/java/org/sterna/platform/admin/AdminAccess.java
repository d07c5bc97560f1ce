package org.sterna.platform.admin;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** How a command reaches the node: what the file system lets its user do, or a secret. */
sealed interface AdminAccess {

    /** A connection that takes a command. */
    SocketChannel connect() throws IOException;

    /** By the socket in a data folder that its user may enter. */
    record Socket(Path data) implements AdminAccess {
        @Override
        public SocketChannel connect() throws IOException {
            return SocketChannel.open(UnixDomainSocketAddress.of(AdminSocket.find(data)));
        }

        @Override
        public String toString() {
            return data.toString();
        }
    }

    /** By the node's admin port ({@code sterna.admin.port}), with the token in a file that its user may read. */
    record Port(int port, Path token) implements AdminAccess {
        @Override
        public SocketChannel connect() throws IOException {
            String shown = AdminToken.read(token);
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            try {
                AdminWire.writeToken(new DataOutputStream(Channels.newOutputStream(channel)), shown);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return channel;
        }

        @Override
        public String toString() {
            return "port " + port + " with the token in " + token;
        }
    }
}
