package org.sterna.platform.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that gives all rights of an operator to who has it at the node's admin port. It stands in a file that only its owner may read. */
final class AdminToken {
    static final String FILE = "admin.token";
    private static final int OCTETS = 32;
    /** A proof can be guessed from: not less than 128 bits in hexadecimal digits. */
    private static final int FEWEST_CHARACTERS = 32;
    private static final String HMAC = "HmacSHA256";

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
        return read(file);
    }

    /** @throws AdminException when others than its owner may read the file, or there is nothing in it, or too little */
    static AdminToken read(Path file) throws IOException {
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
        if (text.length() < FEWEST_CHARACTERS) {
            throw new AdminException("the token in " + file + " must have at least " + FEWEST_CHARACTERS + " characters");
        }
        return new AdminToken(text);
    }

    /** That an end of a connection has the token. */
    byte[] proof(AdminHandshake.End end, byte[] clientNonce, byte[] nodeNonce) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(value, HMAC));
            mac.update(end.label().getBytes(UTF_8));
            mac.update(clientNonce);
            return mac.doFinal(nodeNonce);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);                     // every JDK has it
        }
    }
}
