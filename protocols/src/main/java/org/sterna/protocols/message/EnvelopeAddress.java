package org.sterna.protocols.message;

import java.util.Optional;

/**
 * One element of an address list of ENVELOPE (RFC 9051 section 7.5.2). All parts are octet strings.
 *
 * <p>A group is written as a start marker (only {@code mailbox}: the group's name), its members, and an end marker (nothing
 * at all). An address without a domain has an empty host, so that it is not taken for a marker.
 *
 * @param name the display name, quoting removed, encoded words left
 * @param route the obsolete source route of RFC 5322 section 4.4
 * @param mailbox the local-part, quoting removed
 * @param host the domain
 */
public record EnvelopeAddress(
        Optional<String> name, Optional<String> route, Optional<String> mailbox, Optional<String> host) {
    static final EnvelopeAddress GROUP_END =
            new EnvelopeAddress(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static EnvelopeAddress groupStart(String name) {
        return new EnvelopeAddress(Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty());
    }

    /** True for a real address, false for the marks around a group. */
    public boolean isAddress() {
        return host.isPresent();
    }

    /** The local-part, or the name of a group, as Unicode text; empty for the end of a group. */
    public String mailboxText() {
        return mailbox.map(Charsets::decode).orElse("");
    }

    /** What people see of the address, as Unicode text: its name or else the address itself (RFC 5957 section 3). */
    public String displayed() {
        String shown = name.map(EncodedWords::decode).orElse("").strip();
        if (!shown.isEmpty()) {
            return shown;
        }
        return mailboxText() + host.filter(domain -> !domain.isEmpty()).map(domain -> "@" + Charsets.decode(domain)).orElse("");
    }
}
