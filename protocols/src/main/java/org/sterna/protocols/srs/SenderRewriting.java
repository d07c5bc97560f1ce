package org.sterna.protocols.srs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;

/** Writes and reads rewritten senders. Who does not know the secret can make none that is read. Immutable, thread-safe. */
public final class SenderRewriting {
    private static final Pattern FIRST = Pattern.compile("SRS0([=+-])(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern FURTHER = Pattern.compile("SRS1[=+-]([^=]*)=([^=]*)=([=+-].*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OURS = Pattern.compile("([^=]*)=([^=]*)=([^=]*)=(.*)");
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;
    /** 30 bits: what is guessed at is one answer of ours to each RCPT. */
    private static final int HASH_DIGITS = 6;
    /** Days are told modulo this: two digits. */
    private static final int DAYS = 1 << 2 * BITS;
    private static final int LEAST_SECRET = 16;

    private final SecretKeySpec key;
    private final String domain;
    private final int validDays;

    /** What a recipient's address says. */
    public sealed interface Reading {
        /** It is no rewritten sender. */
        record Plain() implements Reading { }

        /** One of ours: reports go on to the sender, or to the forwarder before us. */
        record Sender(Address address) implements Reading { }

        /** It looks like one, and is not ours, or too old, or was changed. */
        record Forged() implements Reading { }
    }

    /**
     * @param secret   at least 16 octets, the same on all nodes
     * @param domain   of the addresses that are made: reports to it come to us; in ASCII, lower case
     * @param validity for how long a rewritten sender is read; 1 to 500 days
     */
    public SenderRewriting(byte[] secret, String domain, Duration validity) {
        if (secret.length < LEAST_SECRET || validity.toDays() < 1 || validity.toDays() >= DAYS / 2) {
            throw new IllegalArgumentException("a secret of 16 octets and 1 to 500 days are wanted");
        }
        key = new SecretKeySpec(secret, "HmacSHA256");
        this.domain = domain;
        validDays = (int) validity.toDays();
    }

    /**
     * The reverse-path for a copy that is forwarded elsewhere.
     *
     * @return empty if it would be longer than a local-part may be (RFC 5321 section 4.5.3.1.1): then the sender's own must do
     */
    public Optional<Address> rewrite(Address sender, Instant now) {
        String local = sender.localPart().value();
        Matcher first = FIRST.matcher(local);
        if (first.matches()) {
            return further(sender.domain().text(), first.group(1) + first.group(2));
        }
        Matcher further = FURTHER.matcher(local);
        if (further.matches()) {
            return further(further.group(2), further.group(3));
        }
        String said = day(now) + "=" + sender.domain().text() + "=" + local;
        return address("SRS0=" + hash(said) + "=" + said);
    }

    /** @param rest the address that the first forwarder, whose domain it is, has made, from its separator on */
    private Optional<Address> further(String forwarder, String rest) {
        String said = forwarder + "=" + rest;
        return address("SRS1=" + hash(said) + "=" + said);
    }

    private Optional<Address> address(String localPart) {
        return Address.parse(localPart + "@" + domain, AddressForm.UTF8);
    }

    /** Whose reports come to this address. */
    public Reading read(Address recipient, Instant now) {
        if (!recipient.domain().text().equals(domain)) {
            return new Reading.Plain();
        }
        Matcher first = FIRST.matcher(recipient.localPart().value());
        if (first.matches()) {
            return first(first.group(2), now);
        }
        Matcher further = FURTHER.matcher(recipient.localPart().value());
        if (further.matches()) {
            String said = further.group(2) + "=" + further.group(3);
            return read(further.group(1), said, "SRS0" + further.group(3) + "@" + further.group(2));
        }
        return new Reading.Plain();
    }

    private Reading first(String rest, Instant now) {
        Matcher ours = OURS.matcher(rest);
        if (!ours.matches() || !isYoung(ours.group(2), now)) {
            return new Reading.Forged();
        }
        return read(ours.group(1), ours.group(2) + "=" + ours.group(3) + "=" + ours.group(4), ours.group(4) + "@" + ours.group(3));
    }

    private Reading read(String hash, String said, String address) {
        if (!MessageDigest.isEqual(hash.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8), hash(said).getBytes(StandardCharsets.UTF_8))) {
            return new Reading.Forged();
        }
        return Address.parse(address, AddressForm.UTF8).<Reading>map(Reading.Sender::new).orElseGet(Reading.Forged::new);
    }

    private static String day(Instant now) {
        int day = (int) (now.getEpochSecond() / Duration.ofDays(1).toSeconds() % DAYS);
        return "" + DIGITS.charAt(day >> BITS) + DIGITS.charAt(day & (1 << BITS) - 1);
    }

    /** A day of tomorrow is another node's clock. */
    private boolean isYoung(String day, Instant now) {
        for (int age = -1; age <= validDays; age++) {
            if (day(now.minus(Duration.ofDays(age))).equalsIgnoreCase(day)) {
                return true;
            }
        }
        return false;
    }

    /** In lower case, and of lower case: some hosts do not keep the case of a local-part. */
    private String hash(String said) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            byte[] octets = mac.doFinal(said.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            StringBuilder hash = new StringBuilder();
            for (int digit = 0; digit < HASH_DIGITS; digit++) {
                hash.append(DIGITS.charAt(octets[digit] & (1 << BITS) - 1));
            }
            return hash.toString();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);                // every JDK has it
        }
    }
}
