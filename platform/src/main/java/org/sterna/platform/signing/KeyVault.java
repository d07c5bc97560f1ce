package org.sterna.platform.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts private keys (AES-256-GCM) with a key from a file that not everybody may read. Used from any thread. */
public final class KeyVault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_OCTETS = 32;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_OCTETS = 4;
    /** What a file with a key must not have; that its group reads it is how Kubernetes gives a secret to a process. */
    private static final Set<PosixFilePermission> FOREIGN = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final SecretKeySpec key;
    private final String id;
    private final SecureRandom random;

    private KeyVault(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.id = HexFormat.of().formatHex(digest(key), 0, ID_OCTETS);
        this.random = random;
    }

    /**
     * The vault of a file with 32 octets in base64.
     *
     * @throws IOException when the file is not there, or cannot be read
     * @throws IllegalArgumentException when everybody may read it, or something else stands in it
     */
    public static KeyVault open(Path file, SecureRandom random) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
            if (FOREIGN.stream().anyMatch(given::contains)) {
                throw new IllegalArgumentException("the key in " + file + " is not for everybody: chmod 600 " + file);
            }
        }
        return new KeyVault(decoded(file, Files.readString(file, ISO_8859_1).strip()), random);
    }

    /** Whatever stands there, it is not repeated: it may be a secret. */
    private static byte[] decoded(Path file, String text) {
        byte[] octets = base64(text).orElse(new byte[0]);
        if (octets.length != KEY_OCTETS) {
            throw new IllegalArgumentException("there must be " + KEY_OCTETS + " octets in base64 in " + file);
        }
        return octets;
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** As {@link #open}; a file that is not there is made first. */
    public static KeyVault openOrMake(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[KEY_OCTETS];
            random.nextBytes(fresh);
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, Base64.getEncoder().encodeToString(fresh) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return open(file, random);
    }

    /**
     * Encrypts.
     *
     * @param context what the octets are for; they cannot be opened as anything else
     * @return the name of our key, a colon, then nonce and ciphertext in base64
     */
    public String seal(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
            return id + ":" + Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);                     // every JDK has it
        }
    }

    /** Whether it was sealed with our key, as far as the name of the key tells; costs nothing. */
    public boolean fits(String sealed) {
        return sealed.startsWith(id + ":");
    }

    /** Decrypts; empty when it was sealed with another key or for something else, or is damaged. */
    public Optional<byte[]> open(String sealed, String context) {
        return fits(sealed) ? base64(sealed.substring(id.length() + 1)).filter(both -> both.length > NONCE_OCTETS).flatMap(both -> opened(both, context))
                : Optional.empty();
    }

    private Optional<byte[]> opened(byte[] both, String context) {
        try {
            byte[] nonce = Arrays.copyOf(both, NONCE_OCTETS);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(both, NONCE_OCTETS, both.length - NONCE_OCTETS));
        } catch (AEADBadTagException other) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);                     // every JDK has it
        }
    }

    /** Names a key without telling it: of 32 random octets, nothing can be found out from a part of their hash. */
    private static byte[] digest(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
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
