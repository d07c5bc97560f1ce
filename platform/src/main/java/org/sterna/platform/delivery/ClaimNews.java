package org.sterna.platform.delivery;

import java.time.Instant;
import java.util.Optional;
import org.sterna.persistence.claim.Claim;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

/** What nodes tell each other of claims: short texts, of which any may be lost. */
sealed interface ClaimNews {
    /** There is a claim. */
    record Made(Claim claim) implements ClaimNews {
        @Override
        public String text() {
            return "made " + claim.fingerprint().hex() + " " + claim.queueId() + " " + claim.at().toEpochMilli();
        }
    }

    /** The reply to its repetition was read. */
    record Ended(Fingerprint fingerprint, QueueId queueId) implements ClaimNews {
        @Override
        public String text() {
            return "ended " + fingerprint.hex() + " " + queueId;
        }
    }

    /** Somebody must know whether the reply to this transaction was read. Whoever accepted it writes it down. */
    record Asked(Fingerprint fingerprint, QueueId queueId) implements ClaimNews {
        @Override
        public String text() {
            return "asked " + fingerprint.hex() + " " + queueId;
        }
    }

    /** All claims of a dead incarnation are in the store. */
    record Adopted(Incarnation dead) implements ClaimNews {
        @Override
        public String text() {
            return "adopted " + dead;
        }
    }

    String text();

    /** Empty if it is nothing that this version of Sterna knows. */
    static Optional<ClaimNews> parse(String text) {
        String[] words = text.split(" ", -1);
        try {
            if (words.length == 4 && words[0].equals("made")) {
                return Optional.of(new Made(new Claim(new Fingerprint(words[1]), QueueId.of(words[2]), Instant.ofEpochMilli(Long.parseLong(words[3])))));
            } else if (words.length == 3 && words[0].equals("ended")) {
                return Optional.of(new Ended(new Fingerprint(words[1]), QueueId.of(words[2])));
            } else if (words.length == 3 && words[0].equals("asked")) {
                return Optional.of(new Asked(new Fingerprint(words[1]), QueueId.of(words[2])));
            } else if (words.length == 2 && words[0].equals("adopted")) {
                return Optional.of(new Adopted(new Incarnation(words[1])));
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
