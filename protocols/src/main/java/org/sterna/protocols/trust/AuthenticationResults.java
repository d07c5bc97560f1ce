package org.sterna.protocols.trust;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.DomainName;

/**
 * The content of an Authentication-Results field. RFC 8601 section 2.2.
 *
 * @param authservId who says so: the name of a host, or of all of an organization's
 * @param results    none stands for {@code none}: no method was asked
 */
public record AuthenticationResults(String authservId, List<MethodResult> results) {
    public static final String FIELD = "Authentication-Results";

    public AuthenticationResults {
        results = List.copyOf(results);
    }

    /** The whole field, folded, with its CRLF. In ASCII if all names and values are. */
    public String field() {
        return new FieldWriter(FIELD + ": ").write(this);
    }

    /**
     * The same for another field that says it in these words, such as ARC-Authentication-Results (RFC 8617 section 4.1.1).
     *
     * @param start the field's name, its colon and what stands in front of our content
     */
    public String field(String start) {
        return new FieldWriter(start).write(this);
    }

    /**
     * Reads what stands behind the field's colon, folded or not.
     *
     * @return empty when it is malformed, or of another version than 1
     */
    public static Optional<AuthenticationResults> parse(String content) {
        return new FieldReader(content).read();
    }

    /**
     * Whether a field that came with a message claims to be ours, and so must go (RFC 8601 section 5): it names us, or it is such that
     * readers may differ in whom it names.
     *
     * @param content    what stands behind the field's colon
     * @param authservId ours
     */
    public static boolean claims(String content, String authservId) {
        return new FieldReader(content).authservId().map(named -> normal(named).equals(normal(authservId))).orElse(true);
    }

    /** RFC 8601 section 5: compared with one form of internationalized labels. */
    private static String normal(String authservId) {
        return DomainName.parse(authservId, AddressForm.UTF8).map(DomainName::text).orElse(authservId.toLowerCase(Locale.ROOT));
    }
}
