package org.sterna.platform.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the socket of a data folder is: in it, or, where its path would be too long for the kernel, where {@code admin.path} says. */
final class AdminSocket {
    private static final String SOCKET = "admin.sock";
    private static final String POINTER = "admin.path";
    private static final int LONGEST_PATH_OCTETS = 100;      // macOS takes 103, Linux 107

    private AdminSocket() {
    }

    /** For the client. */
    static Path find(Path data) throws IOException {
        Path pointer = data.resolve(POINTER);
        return fits(data) || !Files.exists(pointer) ? direct(data) : Path.of(Files.readString(pointer).strip());
    }

    /** For the node: a path that can be bound, in a folder that only this user may enter. */
    static Path choose(Path data) throws IOException {
        if (fits(data)) {
            Files.deleteIfExists(data.resolve(POINTER));
            return direct(data);
        }
        Path socket = Files.createTempDirectory("sterna").resolve(SOCKET);   // mode 0700
        Files.writeString(data.resolve(POINTER), socket + "\n");
        return socket;
    }

    /** Removes what {@link #choose} made. */
    static void remove(Path data, Path socket) throws IOException {
        Files.deleteIfExists(socket);
        if (!fits(data)) {
            Files.deleteIfExists(data.resolve(POINTER));
            Files.deleteIfExists(socket.getParent());
        }
    }

    private static Path direct(Path data) {
        return data.toAbsolutePath().resolve(SOCKET);
    }

    private static boolean fits(Path data) {
        return direct(data).toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH_OCTETS;
    }
}
