package org.sterna.protocols.dkim;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/** Signs the header fields and body of one message with fields of any name, as DKIM and ARC both do. */
public final class FieldSigner implements MessagePass.Reader {
    /** Of one name; more are not mail, and those above them are not signed. */
    private static final int MAX_SAME = 20;

    private final MessagePass pass;
    private final SigningRules rules;
    private HeaderFields fields = HeaderFields.NONE;
    private BodyHash bodyHash = new BodyHash(OptionalLong.empty());
    private boolean tooLarge;

    /** @param pass no octet has been fed to it yet; may be shared with others */
    public FieldSigner(MessagePass pass, SigningRules rules) {
        this.pass = pass;
        this.rules = rules;
        pass.add(this);
    }

    @Override
    public void onHeader(HeaderFields section, BodyHashes hashes) {
        fields = section;
        bodyHash = hashes.get(rules.body(), OptionalLong.empty()).orElseThrow(() -> new IllegalStateException("too many hashes of one body"));
    }

    @Override
    public void onTooLarge(HeaderFields start) {
        tooLarge = true;
    }

    /** Whether the header section was too large for the pass; then nothing can be signed. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    /** The header section that passed. */
    public HeaderFields fields() {
        return fields;
    }

    SigningRules rules() {
        return rules;
    }

    /** bh=: ends the pass. */
    public String bodyHash() {
        pass.end();
        return Base64.getEncoder().encodeToString(bodyHash.value());
    }

    /** c=. */
    public String canonicalization() {
        return rules.header().text() + "/" + rules.body().text();
    }

    /** h=: each name as often as it stands in a header section, and once more where that is wanted. */
    public List<String> names(HeaderFields section) {
        List<String> names = new ArrayList<>();
        for (String name : rules.signed()) {
            int count = Math.min(MAX_SAME, section.all(name).size());
            int more = rules.oversigned().contains(name.toLowerCase(Locale.ROOT)) || count == 0 && name.equalsIgnoreCase("From") ? 1 : 0;
            for (int i = 0; i < count + more; i++) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * The signature field.
     *
     * @param section what stands below the field
     * @param names those of its h=
     * @param field makes the field with its line end from b=
     */
    public String sign(HeaderFields section, List<String> names, SigningKey key, UnaryOperator<String> field) {
        String empty = field.apply("");
        HeaderField unsigned = SignatureReader.withoutSignature(new HeaderField(empty.substring(0, empty.indexOf(':')), empty));
        byte[] hash = HeaderHash.of(section, unsigned, names, rules.header(), unsigned);
        return field.apply(Base64.getEncoder().encodeToString(key.sign(hash)));
    }
}
