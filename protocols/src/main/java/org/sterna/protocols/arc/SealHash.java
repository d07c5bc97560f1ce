package org.sterna.protocols.arc;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.sterna.protocols.dkim.Canonicalization;
import org.sterna.protocols.dkim.Sha256;
import org.sterna.protocols.dkim.SignatureReader;
import org.sterna.protocols.message.HeaderField;

/** The hashes that seals sign: all sets up to their own, whose seal has an empty b= (RFC 8617 section 5.1.1). Each field is hashed twice at most. */
final class SealHash {
    private final MessageDigest sets = Sha256.start();

    /** Adds a set and gives the hash that its seal signs. */
    byte[] add(HeaderField results, HeaderField message, HeaderField seal) {
        sets.update(Canonicalization.RELAXED.field(results));
        sets.update(Canonicalization.RELAXED.field(message));
        MessageDigest own = Sha256.copy(sets);
        own.update(Canonicalization.RELAXED.lastField(SignatureReader.withoutSignature(seal)));
        sets.update(Canonicalization.RELAXED.field(seal));
        return own.digest();
    }

    static List<byte[]> of(List<ArcSet> sets) {
        SealHash hash = new SealHash();
        List<byte[]> hashes = new ArrayList<>();
        for (ArcSet set : sets) {
            hashes.add(hash.add(set.results(), set.message().field(), set.seal().field()));
        }
        return hashes;
    }
}
