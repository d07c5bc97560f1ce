package org.sterna.protocols.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SCRAM-SHA-256 as client, without channel binding: RFC 5802 section 3 with the hash of RFC 7677. {@link First}, {@link Proving},
 * {@link Checking}.
 */
sealed interface ScramExchange extends ClientExchange {
    /** RFC 7677 section 4 wants at least so many: a host that asks for fewer makes the password cheap to guess. */
    int LEAST_ITERATIONS = ScramKeys.LEAST_ITERATIONS;
    /** About half a second of one processor; a host must not have more of us. */
    int MOST_ITERATIONS = 500_000;
    ScramHash HASH = ScramHash.SHA_256;

    @Override
    default boolean mayEnd() {
        return false;
    }

    /** RFC 5802 section 5.1: saslname. */
    static String saslName(String user) {
        return user.replace("=", "=3D").replace(",", "=2C");
    }

    /** First of three: says the name. */
    record First(String user, Secret password, String nonce) implements ScramExchange {
        @Override
        public ClientStep on(String challenge) {
            Optional<String> name = SaslPrep.prepare(user);
            Optional<String> prepared = SaslPrep.prepare(password.reveal());
            if (!challenge.isEmpty() || name.isEmpty() || prepared.isEmpty()) {
                return new ClientStep.Abort(challenge.isEmpty() ? "name or password cannot be used with SCRAM (RFC 4013)" : "SCRAM has no first challenge");
            }
            String bare = "n=" + saslName(name.get()) + ",r=" + nonce;
            return ClientExchange.respond("n,," + bare, new Proving(Secret.of(prepared.get()), nonce, bare));
        }
    }

    /** Second of three: proves that it knows the password. */
    record Proving(Secret password, String nonce, String firstBare) implements ScramExchange {
        private static final Pattern CHALLENGE = Pattern.compile("r=([!-+\\--~]+),s=([A-Za-z0-9+/]+={0,2}),i=([1-9]\\d{0,8})(,[ -~]*)?");

        @Override
        public ClientStep on(String challenge) {
            Optional<Matcher> form = Response.decode(challenge).map(CHALLENGE::matcher).filter(Matcher::matches);
            if (form.isEmpty()) {
                return new ClientStep.Abort("not a challenge of SCRAM");
            }
            String both = form.get().group(1);
            int iterations = Integer.parseInt(form.get().group(3));
            Optional<byte[]> salt = Response.octets(form.get().group(2));
            if (both.length() <= nonce.length() || !both.startsWith(nonce) || salt.isEmpty()) {
                return new ClientStep.Abort("a challenge with a wrong nonce or salt");
            }
            if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
                return new ClientStep.Abort(iterations + " iterations are not within " + LEAST_ITERATIONS + " and " + MOST_ITERATIONS);
            }
            byte[] salted = HASH.salted(password.reveal().getBytes(StandardCharsets.UTF_8), salt.get(), iterations);
            String withoutProof = "c=biws,r=" + both;
            byte[] signed = (firstBare + "," + form.get().group() + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
            byte[] clientKey = HASH.mac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
            byte[] proof = ScramHash.xor(clientKey, HASH.mac(HASH.hash(clientKey), signed));
            byte[] signature = HASH.mac(HASH.mac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII)), signed);
            return ClientExchange.respond(withoutProof + ",p=" + base64(proof), new Checking(base64(signature)));
        }
    }

    /** Third of three: the host proves that it knows the password too. RFC 5802 section 5.1. */
    record Checking(String signature) implements ScramExchange {
        @Override
        public ClientStep on(String challenge) {
            String said = Response.decode(challenge).orElse("");
            // The first attribute is the verifier; extensions may follow it. Compared without telling by the time how much is right.
            boolean proven = said.startsWith("v=")
                    && MessageDigest.isEqual(said.substring(2).split(",", -1)[0].getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
            return proven ? ClientExchange.respond("", new Over(true))
                    : new ClientStep.Abort(said.startsWith("e=") ? "the host refuses: " + printable(said) : "the host does not prove that it knows the password");
        }
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
