package org.sterna.protocols.dkim;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A message and its signatures.
 *
 * @param message octet string, line ends CRLF
 */
record DkimSignerOf(String message, String fields) {
    DkimSignerOf(String unsigned, SigningRules rules, List<SigningKey> keys, Instant at) {
        this(unsigned, sign(unsigned, rules, keys, at), true);
    }

    private DkimSignerOf(String unsigned, String fields, boolean signed) {
        this(fields + unsigned, fields);
    }

    private static String sign(String unsigned, SigningRules rules, List<SigningKey> keys, Instant at) {
        DkimSigner signer = new DkimSigner(rules, 1 << 20);
        byte[] octets = unsigned.getBytes(StandardCharsets.ISO_8859_1);
        signer.feed(octets, 0, octets.length);
        return signer.finish(keys, at);
    }
}
