package org.sterna.protocols.dkim;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A public key as the DNS has it (RFC 6376 section 3.6.1). The tag g= of RFC 4871 is gone and ignored like any unknown one.
 *
 * @param keyType k=, as written
 * @param key p=, decoded; empty when the key is revoked; not to be changed
 * @param testing t=y
 * @param noSubdomains t=s: the identity's domain must be d= itself
 */
public record KeyRecord(String keyType, byte[] key, boolean testing, boolean noSubdomains) {
    /**
     * Reads a record.
     *
     * @param text an octet each character
     * @return empty when it is no key record of this version, not one for mail, or not one for SHA-256
     */
    public static Optional<KeyRecord> parse(String text) {
        Optional<TagList> parsed = TagList.parse(text);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        TagList tags = parsed.get();
        boolean version = tags.get("v").isEmpty() || tags.startsWith("v") && tags.get("v").get().equals("DKIM1");
        Optional<byte[]> key = tags.compact("p").flatMap(KeyRecord::decode);
        if (!version || key.isEmpty() || !names(tags, "s", "*", "email") || !names(tags, "h", "sha256")) {
            return Optional.empty();
        }
        List<String> flags = tags.elements("t").orElse(List.of());
        return Optional.of(new KeyRecord(tags.get("k").orElse("rsa"), key.get(),
                flags.stream().anyMatch("y"::equalsIgnoreCase), flags.stream().anyMatch("s"::equalsIgnoreCase)));
    }

    /** Writes the record that publishes a key: RSA as SubjectPublicKeyInfo, as everyone does (RFC 6376 erratum 3017), Ed25519 as its 32 octets. */
    public static String text(PublicKey key) {
        return "v=DKIM1; k=" + PublicKeys.type(key) + "; p=" + Base64.getEncoder().encodeToString(PublicKeys.encode(key));
    }

    /** Whether another record has the same key, whatever else it says. */
    public boolean isSameKey(KeyRecord other) {
        return keyType.equalsIgnoreCase(other.keyType) && Arrays.equals(key, other.key);
    }

    public boolean isRevoked() {
        return key.length == 0;
    }

    /** The key; empty when the octets are none of the record's type. */
    Optional<PublicKey> publicKey() {
        return PublicKeys.decode(keyType, key);
    }

    private static boolean names(TagList tags, String tag, String... wanted) {
        return tags.elements(tag).map(names -> List.of(wanted).stream().anyMatch(each -> names.stream().anyMatch(each::equalsIgnoreCase))).orElse(true);
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
