package org.sterna.protocols.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.DomainName;
import org.sterna.protocols.address.Utf8;
import org.sterna.protocols.dkim.DkimResult.Status;
import org.sterna.protocols.message.HeaderField;

/**
 * Reads signature fields. RFC 6376 section 6.1.1 wants it strict: whatever is not as it should be makes the whole field unusable.
 */
public final class SignatureReader {
    /** SHA-256. */
    private static final int HASH_OCTETS = 32;
    /** RFC 6376 section 3.5, l=. */
    private static final int MAX_LENGTH_DIGITS = 76;
    /** RFC 6376 section 3.5, t= and x=. */
    private static final int MAX_TIME_DIGITS = 12;
    private static final int SIGNATURE_START = 8;

    /** The field cannot be used. */
    private static final class Defect extends Exception {
        private static final long serialVersionUID = 1L;
        private final Status status;

        Defect(Status status, String reason) {
            super(reason, null, false, false);
            this.status = status;
        }
    }

    private final HeaderField field;
    private final TagList tags;
    private final boolean arc;
    private SignatureClaim claim = SignatureClaim.NONE;

    private SignatureReader(HeaderField field, TagList tags, boolean arc) {
        this.field = field;
        this.tags = tags;
        this.arc = arc;
    }

    /** Reads a DKIM-Signature field. */
    public static ParsedSignature dkim(HeaderField field) {
        return read(field, false);
    }

    /** Reads an ARC-Message-Signature field: there is no version, and i= is no identity (RFC 8617 section 4.1.2). */
    public static ParsedSignature arc(HeaderField field) {
        return read(field, true);
    }

    private static ParsedSignature read(HeaderField field, boolean arc) {
        Optional<TagList> tags = TagList.parse(value(field));
        if (tags.isEmpty()) {
            return new ParsedSignature.Defective(SignatureClaim.NONE, Status.NEUTRAL, "signature syntax error");
        }
        SignatureReader reader = new SignatureReader(field, tags.get(), arc);
        try {
            return reader.read();
        } catch (Defect defect) {
            return new ParsedSignature.Defective(reader.claim, defect.status, defect.getMessage());
        }
    }

    /** A field with the value of its tag b= taken out (RFC 6376 section 3.7). */
    public static HeaderField withoutSignature(HeaderField field) {
        String raw = field.raw();
        String value = value(field);
        int start = raw.length() - value.length();
        return TagList.parse(value).flatMap(tags -> tags.tag("b"))
                .map(tag -> new HeaderField(field.name(), raw.substring(0, start + tag.start()) + raw.substring(start + tag.end())))
                .orElse(field);
    }

    private static String value(HeaderField field) {
        return field.raw().substring(field.raw().indexOf(':') + 1);
    }

    private ParsedSignature read() throws Defect {
        claim = claim();
        if (!arc && !required("v").equals("1")) {
            throw neutral("signature version is not 1");
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(required("a")).orElseThrow(() -> neutral("unknown algorithm"));
        Canonicalization[] canonicalizations = canonicalizations(tags.get("c").orElse("simple/simple"));
        names();
        List<String> signed = signedFields();
        identity();
        query();
        OptionalLong length = number("l", MAX_LENGTH_DIGITS);
        OptionalLong made = number("t", MAX_TIME_DIGITS);
        OptionalLong expires = number("x", MAX_TIME_DIGITS);
        if (made.isPresent() && expires.isPresent() && expires.getAsLong() <= made.getAsLong()) {
            throw neutral("signature expires before it is made");
        }
        byte[] signature = base64("b");
        byte[] bodyHash = base64("bh");
        if (algorithm == SignatureAlgorithm.RSA_SHA1) {
            throw new Defect(Status.PERMERROR, "rsa-sha1 is not accepted");          // RFC 8301 section 3.1
        }
        if (bodyHash.length != HASH_OCTETS) {
            throw neutral("bh= is no SHA-256 hash");
        }
        return new SignatureField(field, withoutSignature(field), claim, algorithm, signature, bodyHash, canonicalizations[0], canonicalizations[1], signed, length, expires);
    }

    /** As much as can be told even of a field that is no good. */
    private SignatureClaim claim() {
        String domain = tags.get("d").flatMap(SignatureReader::domain).orElse("");
        String signature = tags.compact("b").orElse("");
        return new SignatureClaim(domain, tags.get("s").flatMap(SignatureReader::selector).orElse(""), tags.get("a").orElse(""),
                arc ? "" : tags.get("i").orElse(domain.isEmpty() ? "" : "@" + domain), signature.substring(0, Math.min(SIGNATURE_START, signature.length())));
    }

    private void names() throws Defect {
        required("d");
        required("s");
        if (claim.domain().isEmpty() || claim.selector().isEmpty()) {
            throw neutral(claim.domain().isEmpty() ? "d= is no domain name" : "s= is no selector");
        }
    }

    /** A domain name of at least two labels, RFC 6376 section 3.5; or with U-labels, RFC 8616 section 4. */
    public static Optional<String> domain(String octets) {
        return Utf8.decode(octets).flatMap(text -> DomainName.parse(text, AddressForm.UTF8)).map(DomainName::text).filter(name -> name.indexOf('.') > 0);
    }

    /** As the grammar has it, and with the underscore, which it does not allow and the DNS has nothing against. */
    public static Optional<String> selector(String octets) {
        Optional<String> text = Utf8.decode(octets);
        return text.filter(each -> each.indexOf('_') >= 0).isPresent()
                ? text.filter(each -> DomainName.parse(each.replace('_', 'x')).isPresent()).map(each -> each.toLowerCase(Locale.ROOT))
                : text.flatMap(each -> DomainName.parse(each, AddressForm.UTF8)).map(DomainName::text);
    }

    private static Canonicalization[] canonicalizations(String text) throws Defect {
        String[] names = text.split("/", -1);
        Optional<Canonicalization> header = Canonicalization.of(names[0]);
        Optional<Canonicalization> body = names.length == 1 ? Optional.of(Canonicalization.SIMPLE) : Canonicalization.of(names[1]);
        if (names.length > 2 || header.isEmpty() || body.isEmpty()) {
            throw neutral("unknown canonicalization");
        }
        return new Canonicalization[] {header.get(), body.get()};
    }

    private List<String> signedFields() throws Defect {
        required("h");
        List<String> names = tags.elements("h").orElseThrow();
        // RFC 8617 section 4.1.2 forbids all three fields of ARC to sealers, but early ones signed the other two, and a chain that holds them is sound.
        if (arc && names.stream().anyMatch("ARC-Seal"::equalsIgnoreCase)) {
            throw new Defect(Status.PERMERROR, "ARC-Seal is signed");
        }
        if (names.stream().noneMatch("From"::equalsIgnoreCase)) {
            throw new Defect(Status.PERMERROR, "From is not signed");
        }
        return names;
    }

    private void identity() throws Defect {
        if (arc || tags.get("i").isEmpty()) {
            return;
        }
        String identity = claim.identity();
        Optional<String> domain = domain(identity.substring(identity.lastIndexOf('@') + 1));
        if (identity.indexOf('@') < 0 || domain.isEmpty()) {
            throw neutral("i= is no identity");
        }
        if (!domain.get().equals(claim.domain()) && !domain.get().endsWith("." + claim.domain())) {
            throw new Defect(Status.PERMERROR, "i= is not within d=");
        }
    }

    private void query() throws Defect {
        if (tags.elements("q").isPresent() && tags.elements("q").get().stream().noneMatch("dns/txt"::equalsIgnoreCase)) {
            throw neutral("unknown query method");
        }
    }

    /** More digits than a long has are as good as its largest. */
    private OptionalLong number(String name, int maxDigits) throws Defect {
        Optional<String> text = tags.get(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        String digits = text.get();
        if (digits.isEmpty() || digits.length() > maxDigits || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw neutral(name + "= is no number");
        }
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException large) {
            return OptionalLong.of(Long.MAX_VALUE);
        }
    }

    private byte[] base64(String name) throws Defect {
        required(name);
        try {
            return Base64.getDecoder().decode(tags.compact(name).orElseThrow().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException notBase64) {
            throw neutral(name + "= is not base64");
        }
    }

    private String required(String name) throws Defect {
        return tags.get(name).filter(value -> !value.isEmpty()).orElseThrow(() -> neutral("signature lacks " + name + "="));
    }

    private static Defect neutral(String reason) {
        return new Defect(Status.NEUTRAL, reason);
    }
}
