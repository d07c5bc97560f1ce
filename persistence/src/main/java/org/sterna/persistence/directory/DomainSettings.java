package org.sterna.persistence.directory;

import java.util.Optional;
import org.sterna.persistence.codec.FieldReader;
import org.sterna.persistence.codec.FieldWriter;
import org.sterna.persistence.codec.UnreadableRecordException;

/**
 * How mail for one of our domains is treated.
 *
 * @param catchAll      the address that gets what is for nobody else
 * @param separator     what divides a local part from its detail, as in {@code jones+lists}: a text of one character; empty
 *                      for none; absent for the node's own
 * @param caseSensitive whether local parts that differ in case are different (RFC 5321 section 2.4); never changed once
 *                      the domain has addresses
 * @param recipients    which recipients of a relay domain are taken; of no meaning for a local one
 * @param nextHop       of a relay domain: {@code host}, {@code host:port} or {@code [address]:port}; absent for route or MX
 */
public record DomainSettings(Kind kind, Optional<String> catchAll, Optional<String> separator, boolean caseSensitive,
        Recipients recipients, Optional<String> nextHop) {
    public static final DomainSettings LOCAL = new DomainSettings(Kind.LOCAL, Optional.empty(), Optional.empty(), false,
            Recipients.LISTED, Optional.empty());

    public enum Kind {
        /** Its mailboxes are here. */
        LOCAL,
        /** Mail for it is taken and passed on: a backup MX, or the way into servers behind us. */
        RELAY
    }

    public enum Recipients {
        /** Every one. */
        ALL,
        /** Those that are known here. */
        LISTED,
        /** Those that are known here, and those the next hop knows when it is asked. */
        VERIFY
    }

    public static DomainSettings relay(Recipients recipients, Optional<String> nextHop) {
        return new DomainSettings(Kind.RELAY, Optional.empty(), Optional.empty(), false, recipients, nextHop);
    }

    public DomainSettings withCatchAll(Optional<String> address) {
        return new DomainSettings(kind, address, separator, caseSensitive, recipients, nextHop);
    }

    public DomainSettings withSeparator(Optional<String> text) {
        return new DomainSettings(kind, catchAll, text, caseSensitive, recipients, nextHop);
    }

    public DomainSettings withCaseSensitive(boolean sensitive) {
        return new DomainSettings(kind, catchAll, separator, sensitive, recipients, nextHop);
    }

    public DomainSettings withRecipients(Recipients which) {
        return new DomainSettings(kind, catchAll, separator, caseSensitive, which, nextHop);
    }

    public DomainSettings withNextHop(Optional<String> hop) {
        return new DomainSettings(kind, catchAll, separator, caseSensitive, recipients, hop);
    }

    void write(FieldWriter out) {
        out.octet(kind.ordinal()).optional(catchAll, FieldWriter::text).optional(separator, FieldWriter::text).flag(caseSensitive)
                .octet(recipients.ordinal()).optional(nextHop, FieldWriter::text);
    }

    static DomainSettings read(FieldReader in) {
        return new DomainSettings(constant(Kind.values(), in.octet()), in.optional(FieldReader::text), in.optional(FieldReader::text),
                in.flag(), constant(Recipients.values(), in.octet()), in.optional(FieldReader::text));
    }

    private static <E extends Enum<E>> E constant(E[] values, int written) {
        if (written >= values.length) {
            throw new UnreadableRecordException(values[0].getDeclaringClass().getSimpleName() + " " + written + " is not known");
        }
        return values[written];
    }
}
