package org.sterna.platform.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** A secret that gives all rights of an operator to who shows it at the node's admin port. It stands in a file that only its owner may read. */
final class AdminToken {
    static final String FILE = "admin.token";
    private static final int OCTETS = 32;

    private final byte[] value;

    private AdminToken(String value) {
        this.value = value.getBytes(UTF_8);
    }

    /** That of a data folder; made at the first call, for every run of the node until the file is deleted. */
    static AdminToken of(Path data) throws IOException {
        Path file = data.resolve(FILE);
        if (!Files.exists(file)) {
            byte[] random = new byte[OCTETS];
            new SecureRandom().nextBytes(random);
            Path draft = data.resolve(FILE + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, HexFormat.of().formatHex(random) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return new AdminToken(read(file));
    }

    /** @throws AdminException when others than its owner may read the file, or there is nothing in it */
    static String read(Path file) throws IOException {
        Set<PosixFilePermission> others = new HashSet<>(Files.getPosixFilePermissions(file));
        others.remove(PosixFilePermission.OWNER_READ);
        others.remove(PosixFilePermission.OWNER_WRITE);
        if (!others.isEmpty()) {
            throw new AdminException("the token in " + file + " must be for its owner only: chmod 600 " + file);
        }
        String text = Files.readString(file).strip();
        if (text.isEmpty()) {
            throw new AdminException("there is no token in " + file + "; delete it and start the node, which makes a new one");
        }
        return text;
    }

    /** Takes the same time wherever the first difference is. */
    boolean isShownBy(String shown) {
        return MessageDigest.isEqual(value, shown.getBytes(UTF_8));
    }
}
