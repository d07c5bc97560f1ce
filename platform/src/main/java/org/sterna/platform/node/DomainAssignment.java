package org.sterna.platform.node;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.directory.DomainSettings.Kind;
import org.sterna.persistence.directory.DomainSettings.Recipients;
import org.sterna.platform.transfer.Transports;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.AddressForm;

/** One {@code name=value} of {@code ./sterna domain set}. */
final class DomainAssignment {
    private static final String SEPARATORS = "!#$%&'*+-/=?^_`{|}~";

    private DomainAssignment() { }

    /** @param complaint present if nothing was changed */
    record Outcome(DomainSettings settings, Optional<String> complaint) { }

    static Outcome apply(DomainSettings before, String assignment) {
        int at = assignment.indexOf('=');
        String name = at < 0 ? assignment : assignment.substring(0, at);
        String value = at < 0 ? "" : assignment.substring(at + 1);
        switch (name) {
            case "catch-all":
                Optional<Address> address = Address.parse(value, AddressForm.UTF8);
                return address.isPresent() || value.equals("none") ? changed(before.withCatchAll(address.map(Address::toString)))
                        : wrong(before, "catch-all must be an address, or none");
            case "separator":
                return value.length() > 1 && !value.equals("default") || value.length() == 1 && !SEPARATORS.contains(value)
                        ? wrong(before, "separator must be one of " + SEPARATORS + ", or empty for no details, or default")
                        : changed(before.withSeparator(value.equals("default") ? Optional.empty() : Optional.of(value)));
            case "case-sensitive":
                return value.equals("true") || value.equals("false") ? changed(before.withCaseSensitive(value.equals("true")))
                        : wrong(before, "case-sensitive must be true or false");
            case "recipients":
                return before.kind() != Kind.RELAY ? wrong(before, "recipients is for relay domains") : List.of(Recipients.values()).stream()
                        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(value)).findFirst()
                        .map(each -> changed(before.withRecipients(each)))
                        .orElse(wrong(before, "recipients must be all, listed or verify"));
            case "next-hop":
                return before.kind() != Kind.RELAY ? wrong(before, "next-hop is for relay domains")
                        : value.equals("none") ? changed(before.withNextHop(Optional.empty()))
                        : Transports.isRoute(value) ? changed(before.withNextHop(Optional.of(value)))
                        : wrong(before, "next-hop must be host, host:port or [address]:port, with smtp:, smtps: or lmtp: in front if you like, or none");
            default:
                return wrong(before, "'" + name + "' is no setting of a domain: catch-all, separator, case-sensitive, recipients, next-hop");
        }
    }

    private static Outcome changed(DomainSettings settings) {
        return new Outcome(settings, Optional.empty());
    }

    private static Outcome wrong(DomainSettings before, String complaint) {
        return new Outcome(before, Optional.of(complaint));
    }
}
