package org.sterna.protocols.sasl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SCRAM as server: RFC 5802 section 3, with and without channel binding. {@link Opening}, the caller's keys, {@link Begun}, {@link Awaiting}
 * the proof.
 */
sealed interface ServerScram extends SaslExchange {
    /** First: the client names itself. */
    record Opening(ScramHash hash, boolean plus) implements ServerScram {
        /** gs2-header, then client-first-message-bare; a {@code m=} before the name is an extension that must not be passed over (RFC 5802 section 5.1). */
        private static final Pattern FIRST = Pattern.compile(
                "((?:(n)|(y)|p=([A-Za-z0-9.-]{1,64})),(?:a=([^,]{1,960}))?,)(n=([^,]{1,960}),r=([!-+\\--~]{8,512})(?:,[^\0]*)?)");

        @Override
        public SaslStep on(String line) {
            if (Response.cancels(line)) {
                return new SaslStep.Cancelled();
            }
            Optional<Matcher> form = Response.decode(line).map(FIRST::matcher).filter(Matcher::matches);
            if (form.isEmpty()) {
                return new SaslStep.Malformed("not a first message of SCRAM");
            }
            Matcher found = form.get();
            Optional<String> user = Response.saslName(found.group(7));
            Optional<String> authorization = Optional.ofNullable(found.group(5)).flatMap(Response::saslName);
            Optional<String> binding = Optional.ofNullable(found.group(4));
            if (user.isEmpty() || authorization.isEmpty() && found.group(5) != null) {
                return new SaslStep.Malformed("not a name as SCRAM writes it");
            }
            if (binding.isPresent() != plus) {                     // RFC 5802 section 6: the mechanism and the flag must agree
                return new SaslStep.Malformed(plus ? "the mechanism needs channel binding" : "the mechanism has no channel binding");
            }
            return new SaslQuestion.KeysWanted(hash, user.get(), new Begun(user.get(), authorization, found.group(1), binding, found.group(3) != null,
                    found.group(6), found.group(8)));
        }
    }

    /**
     * What the client's first message said.
     *
     * @param header as it was sent, for it is signed
     * @param binding type of the channel binding the client uses
     * @param bindable the client could bind but believes that we cannot
     * @param bare as it was sent
     */
    record Begun(String user, Optional<String> authorization, String header, Optional<String> binding, boolean bindable, String bare, String nonce) {
        SaslStep challenge(SaslAnswer.Keys answer) {
            Optional<byte[]> data = binding.isEmpty() ? Optional.of(new byte[0]) : answer.bindings().of(binding.get());
            if (bindable && !answer.bindings().isEmpty() || data.isEmpty()) {
                // RFC 5802 section 6: somebody in between has taken the -PLUS from what we offer, or the client binds what we do not have.
                return new SaslStep.Refused(SaslAnswer.Denial.WRONG);
            }
            ScramKeys keys = answer.keys().get(0);
            String both = nonce + answer.nonce();
            String challenge = "r=" + both + ",s=" + Base64.getEncoder().encodeToString(keys.salt()) + ",i=" + keys.iterations();
            byte[] gs2 = header.getBytes(StandardCharsets.UTF_8);
            byte[] bound = new byte[gs2.length + data.get().length];
            System.arraycopy(gs2, 0, bound, 0, gs2.length);
            System.arraycopy(data.get(), 0, bound, gs2.length, data.get().length);
            String withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + ",r=" + both;
            return new SaslStep.Challenge(Response.base64(challenge), new Awaiting(this, answer, bare + "," + challenge, withoutProof));
        }
    }

    /**
     * Last: the client proves that it knows the password.
     *
     * @param signed both first messages
     * @param expected how the last one must begin
     */
    record Awaiting(Begun begun, SaslAnswer.Keys keys, String signed, String expected) implements ServerScram {
        /** The proof is last; extensions may stand before it. */
        private static final Pattern LAST = Pattern.compile("(c=[A-Za-z0-9+/=]+,r=[!-+\\--~]+)((?:,[A-Za-z]=[^,\0]+)*),p=([A-Za-z0-9+/=]{4,128})");

        @Override
        public SaslStep on(String line) {
            if (Response.cancels(line)) {
                return new SaslStep.Cancelled();
            }
            Optional<Matcher> form = Response.decode(line).map(LAST::matcher).filter(Matcher::matches);
            Optional<byte[]> proof = form.flatMap(found -> Response.octets(found.group(3)));
            if (proof.isEmpty()) {
                return new SaslStep.Malformed("not a last message of SCRAM");
            }
            byte[] message = (signed + "," + form.get().group(1) + form.get().group(2)).getBytes(StandardCharsets.UTF_8);
            Optional<ScramKeys> right = Optional.empty();
            for (ScramKeys each : keys.keys()) {                   // all of them: the time does not tell which
                right = each.verify(proof.get(), message) ? Optional.of(each) : right;
            }
            if (right.isEmpty() || !form.get().group(1).equals(expected)) {
                return new SaslQuestion.Disproven(begun.user());
            }
            return new SaslQuestion.Proven(begun.authorization(), begun.user(), right.get(),
                    "v=" + Base64.getEncoder().encodeToString(right.get().serverSignature(message)));
        }
    }
}
