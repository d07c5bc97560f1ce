package org.sterna.platform.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of messages on the client's side, where line ends are LF. Messages are strings of octets with CR LF. */
final class Maildir {
    private final Path folder;

    Maildir(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("cur", "new", "tmp")) {
            Files.createDirectories(folder.resolve(name));
        }
    }

    void add(List<String> messages) throws IOException {
        int count = 0;
        for (String message : messages) {
            Files.writeString(folder.resolve("cur").resolve("1740000000." + ++count + ".client:2,S"), message.replace("\r\n", "\n"), ISO_8859_1);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> current = Files.list(folder.resolve("cur")); Stream<Path> fresh = Files.list(folder.resolve("new"))) {
            return Stream.concat(current, fresh).sorted().toList();
        }
    }

    /** Messages with the files they are in. */
    Map<Path, String> messages() throws IOException {
        Map<Path, String> messages = new HashMap<>();
        for (Path file : files()) {
            messages.put(file, Files.readString(file, ISO_8859_1).replace("\n", "\r\n"));
        }
        return messages;
    }

    /** Sets the flags of a message as Maildir has them in the file's name, such as {@code FS}. */
    static Path flag(Path file, String flags) throws IOException {
        String name = file.getFileName().toString();
        int info = name.indexOf(":2,");
        return Files.move(file, file.getParent().resolveSibling("cur").resolve((info < 0 ? name : name.substring(0, info)) + ":2," + flags));
    }

    static String flags(Path file) {
        String name = file.getFileName().toString();
        int info = name.indexOf(":2,");
        return info < 0 ? "" : name.substring(info + 3);
    }
}
