package org.sterna.protocols.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The hashes of one body: each kind is computed once, however many signatures want it. */
public final class BodyHashes {
    /** Different hashes of one body. Signatures differ in them only by l=, which is rare; more would be work without end. */
    static final int MAX = 16;

    private final List<BodyCanonicalizer> canonicalizers = new ArrayList<>(2);

    /** The hash of that kind; empty when there are {@value #MAX} others. To be called before the body's first octet. */
    Optional<BodyHash> get(Canonicalization canonicalization, OptionalLong limit) {
        BodyCanonicalizer canonicalizer = canonicalizer(canonicalization);
        Optional<BodyHash> known = canonicalizer.hashes().stream().filter(hash -> hash.limit().equals(limit)).findFirst();
        if (known.isPresent() || canonicalizers.stream().mapToInt(each -> each.hashes().size()).sum() >= MAX) {
            return known;
        }
        return Optional.of(canonicalizer.add(limit));
    }

    private BodyCanonicalizer canonicalizer(Canonicalization canonicalization) {
        for (BodyCanonicalizer each : canonicalizers) {
            if (each.canonicalization() == canonicalization) {
                return each;
            }
        }
        BodyCanonicalizer added = new BodyCanonicalizer(canonicalization);
        canonicalizers.add(added);
        return added;
    }

    void feed(byte[] octets, int offset, int length) {
        for (BodyCanonicalizer each : canonicalizers) {
            each.feed(octets, offset, length);
        }
    }

    void end() {
        canonicalizers.forEach(BodyCanonicalizer::end);
    }
}
