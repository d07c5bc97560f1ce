package org.sterna.protocols.token;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.protocols.json.Json;

/**
 * Which tokens are good, and whose they are.
 *
 * @param issuer what {@code iss} must be
 * @param audience what {@code aud} must be or hold
 * @param userClaim the claim that names the account, such as {@code email} or {@code sub}
 * @param keys the issuer's public ones, RSA of 2048 bits or more or EC on P-256; a token is good if one of them has signed it
 * @param leeway how far clocks may differ
 */
public record TokenRules(String issuer, String audience, String userClaim, List<PublicKey> keys, Duration leeway) {
    private static final int MAX_TOKEN = 8192;
    private static final Pattern COMPACT = Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

    public TokenRules {
        keys = List.copyOf(keys);
    }

    /** What a token is worth. */
    public sealed interface Finding {}

    /**
     * It is good.
     *
     * @param user what the claim says
     */
    public record Good(String user) implements Finding {}

    /** @param reason for the log, not for the client */
    public record Bad(String reason) implements Finding {}

    /** Looks at a token: its signature first (RFC 7519 section 7.2). */
    public Finding check(String token, Instant now) {
        Matcher form = COMPACT.matcher(token);
        if (token.length() > MAX_TOKEN || !form.matches()) {
            return new Bad("no signed token");
        }
        Optional<Map<String, Object>> header = object(form.group(1));
        Optional<byte[]> signature = octets(form.group(3));
        if (header.isEmpty() || signature.isEmpty()) {
            return new Bad("no signed token");
        }
        if (header.get().containsKey("crit")) {
            return new Bad("the token has a critical extension");                       // RFC 7515 section 4.1.11
        }
        // The algorithm is the key's, not the token's to choose: "none" and the key as a shared secret have no way in.
        byte[] signed = token.substring(0, form.end(2)).getBytes(StandardCharsets.US_ASCII);
        Object algorithm = header.get().getOrDefault("alg", Json.NULL);
        if (keys.stream().noneMatch(key -> isSigned(algorithm, key, signed, signature.get()))) {
            return new Bad("no key of ours has signed the token");
        }
        return object(form.group(2)).map(claims -> judge(claims, now)).orElse(new Bad("the token makes no claims"));
    }

    private Finding judge(Map<String, Object> claims, Instant now) {
        if (!issuer.equals(claims.get("iss"))) {
            return new Bad("another issuer");
        }
        Object audiences = claims.getOrDefault("aud", Json.NULL);
        if (!audience.equals(audiences) && !(audiences instanceof List<?> several && several.contains(audience))) {
            return new Bad("for another audience");
        }
        Optional<Instant> expires = time(claims, "exp");
        if (expires.isEmpty()) {
            return new Bad("the token does not say when it expires");
        }
        if (!now.isBefore(expires.get().plus(leeway))) {
            return new Bad("expired");                                                   // RFC 7519 section 4.1.4
        }
        if (claims.containsKey("nbf") && time(claims, "nbf").map(from -> now.isBefore(from.minus(leeway))).orElse(true)) {
            return new Bad("not valid yet");                                             // RFC 7519 section 4.1.5
        }
        return claims.get(userClaim) instanceof String user && !user.isEmpty() ? new Good(user)
                : new Bad("the token has no claim " + userClaim);
    }

    private static Optional<Instant> time(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof BigDecimal seconds && seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(253_402_300_800L)) < 0
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue())) : Optional.empty();
    }

    private static boolean isSigned(Object algorithm, PublicKey key, byte[] signed, byte[] signature) {
        String name;
        if (key instanceof RSAPublicKey && "RS256".equals(algorithm)) {
            name = "SHA256withRSA";
        } else if (key instanceof ECPublicKey && "ES256".equals(algorithm)) {
            name = "SHA256withECDSAinP1363Format";                                       // RFC 7518 section 3.4: R and S, 32 octets each
        } else {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException wrongForm) {
            return false;
        }
    }

    private static Optional<Map<String, Object>> object(String base64) {
        return octets(base64).flatMap(octets -> Json.object(new String(octets, StandardCharsets.UTF_8)));
    }

    private static Optional<byte[]> octets(String base64) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
