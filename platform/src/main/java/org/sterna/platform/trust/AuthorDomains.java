package org.sterna.platform.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.DomainName;
import org.sterna.protocols.message.Envelope;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/**
 * Whose message it is, by its From field. RFC 7489 section 6.6.1.
 *
 * @param domains   each once, A-labels in lower case; none if the field names none
 * @param malformed why there is no saying; empty if there is
 */
record AuthorDomains(List<String> domains, Optional<String> malformed) {
    /** @param fields all the From fields of a message */
    static AuthorDomains of(List<HeaderField> fields) {
        if (fields.size() != 1) {
            return new AuthorDomains(List.of(), Optional.of(fields.isEmpty() ? "no From field" : "several From fields"));
        }
        return new AuthorDomains(Envelope.of(new HeaderFields(fields)).from().stream().flatMap(address -> address.host().stream())
                .flatMap(host -> DomainName.parse(new String(host.getBytes(ISO_8859_1), UTF_8), AddressForm.UTF8).stream()).map(DomainName::text).distinct().toList(),
                Optional.empty());
    }
}
