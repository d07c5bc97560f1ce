package org.sterna.platform.admin;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The command line's end of the admin socket. */
public final class AdminClient {
    private AdminClient() {
    }

    /** Whether a node listens on the folder's socket. */
    public static boolean isRunning(Path data) {
        return new AdminAccess.Socket(data).isServed();
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
        return call(new AdminAccess.Socket(data), command, input, progress);
    }

    static AdminResult call(AdminAccess access, List<String> command, String input, Consumer<String> progress) {
        try (SocketChannel channel = access.connect()) {
            return exchange(channel, access, new AdminWire.Request(command, input), progress);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw new AdminException("cannot read " + e.getFile() + ", which this command needs", e);
        } catch (IOException e) {
            throw new AdminException(access instanceof AdminAccess.Socket socket
                    ? "no node is running on " + access + "; start it with ./sterna start --data " + socket.data()
                    : e instanceof ConnectException ? "no node is running on " + access
                    : "what listens on " + access + " went away, or did not answer, before it had shown that it has the token", e);
        }
    }

    private static AdminResult exchange(SocketChannel channel, AdminAccess access, AdminWire.Request request, Consumer<String> progress) {
        try {
            AdminWire.write(new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel))), request);
            return AdminWire.readResult(new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel))), progress);
        } catch (IOException e) {
            throw new AdminException(access instanceof AdminAccess.Socket socket
                    ? "the node on " + socket.data() + " went away before it answered; look with ./sterna status --data " + socket.data()
                    : "the node at " + access + " went away before it answered", e);
        }
    }
}
