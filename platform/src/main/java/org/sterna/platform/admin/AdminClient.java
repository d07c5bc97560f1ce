package org.sterna.platform.admin;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The command line's end of the admin socket. */
public final class AdminClient {
    private AdminClient() {
    }

    /** Whether a node listens on the folder's socket. */
    public static boolean isRunning(Path data) {
        try (SocketChannel channel = connect(data)) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Has the node do one command and waits for its answer.
     *
     * @throws AdminException when no node runs on the folder, or it ends before it has answered
     */
    public static AdminResult call(Path data, List<String> command, String input) {
        return call(data, command, input, line -> { });
    }

    /**
     * Has the node do one command, perhaps a long one, and waits for its answer.
     *
     * @param progress gets a line now and then
     * @throws AdminException when no node runs on the folder, or it ends before it has answered
     */
    public static AdminResult call(Path data, List<String> command, String input, Consumer<String> progress) {
        try (SocketChannel channel = connect(data)) {
            return exchange(channel, data, new AdminWire.Request(command, input), progress);
        } catch (IOException e) {
            throw new AdminException("no node is running on " + data + "; start it with ./sterna start --data " + data, e);
        }
    }

    private static SocketChannel connect(Path data) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(AdminSocket.find(data)));
    }

    private static AdminResult exchange(SocketChannel channel, Path data, AdminWire.Request request, Consumer<String> progress) {
        try {
            AdminWire.write(new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel))), request);
            return AdminWire.readResult(new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel))), progress);
        } catch (IOException e) {
            throw new AdminException("the node on " + data + " went away before it answered; look with ./sterna status --data " + data, e);
        }
    }
}
