package org.sterna.platform.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts private keys (AES-256-GCM) with a key from a file that only its owner may read. Used from any thread. */
public final class KeyVault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_OCTETS = 32;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    private KeyVault(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /**
     * The vault of a file with 64 hexadecimal digits.
     *
     * @throws IOException when the file is not there, or cannot be read
     * @throws IllegalArgumentException when others than its owner may read it, or something else stands in it
     */
    public static KeyVault open(Path file, SecureRandom random) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> others = new HashSet<>(Files.getPosixFilePermissions(file));
            others.removeAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            if (!others.isEmpty()) {
                throw new IllegalArgumentException("the key in " + file + " must be for its owner only: chmod 600 " + file);
            }
        }
        String digits = Files.readString(file).strip();
        if (!digits.matches("[0-9a-fA-F]{" + 2 * KEY_OCTETS + "}")) {
            throw new IllegalArgumentException("there must be " + 2 * KEY_OCTETS + " hexadecimal digits in " + file);
        }
        return new KeyVault(HexFormat.of().parseHex(digits), random);
    }

    /** As {@link #open}; a file that is not there is made first. */
    public static KeyVault openOrMake(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[KEY_OCTETS];
            random.nextBytes(fresh);
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, HexFormat.of().formatHex(fresh) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return open(file, random);
    }

    /**
     * Encrypts.
     *
     * @param context what the octets are for; they cannot be opened as anything else
     * @return nonce and ciphertext, in base64
     */
    public String seal(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
            return Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);                     // every JDK has it
        }
    }

    /** Decrypts; empty when it was sealed with another key or for something else, or is damaged. */
    public Optional<byte[]> open(String sealed, String context) {
        try {
            byte[] both = Base64.getDecoder().decode(sealed);
            if (both.length < NONCE_OCTETS) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(both, NONCE_OCTETS);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(both, NONCE_OCTETS, both.length - NONCE_OCTETS));
        } catch (AEADBadTagException | IllegalArgumentException other) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);                     // every JDK has it
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(UTF_8));
        return cipher;
    }
}
