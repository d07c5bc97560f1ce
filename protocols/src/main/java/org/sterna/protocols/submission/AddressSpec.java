package org.sterna.protocols.submission;

import java.util.Optional;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;
import org.sterna.protocols.address.Domain;
import org.sterna.protocols.address.Utf8;

/**
 * One address of a header field, comments and folding left out.
 *
 * @param localPart octet string in its wire form
 * @param localEnd index in the field's body behind the last octet of the local-part
 * @param domain octet string; empty when there is none
 */
record AddressSpec(String localPart, int localEnd, Optional<String> domain) {
    boolean isUnqualified() {
        return domain.isEmpty();
    }

    /** The address; empty when it is none that could be sent to. */
    Optional<Address> address(Domain completion) {
        return Utf8.decode(localPart + "@" + domain.orElseGet(completion::text)).flatMap(text -> Address.parse(text, AddressForm.UTF8));
    }
}
