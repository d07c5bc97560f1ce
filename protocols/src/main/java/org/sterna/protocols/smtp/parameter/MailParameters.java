package org.sterna.protocols.smtp.parameter;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/**
 * What MAIL says about the message to come.
 *
 * @param declaredSize octets (RFC 1870 section 6)
 * @param body the kind of content (RFC 6152 section 3, RFC 3030 section 3)
 * @param demands what the message asks of all hosts it passes
 * @param dsn what reports are to hold
 * @param deliverBy the deadline (RFC 2852 section 4)
 * @param futureRelease when it may leave (RFC 4865 section 5)
 * @param priority -9 to 9 (RFC 6710 section 4.1); empty when not said, which means 0
 */
public record MailParameters(
        OptionalLong declaredSize,
        BodyType body,
        Set<Demand> demands,
        DsnRequest dsn,
        Optional<DeliverBy> deliverBy,
        Optional<FutureRelease> futureRelease,
        OptionalInt priority) {
    /** What a bare MAIL means. */
    public static final MailParameters NONE = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Set.of(), DsnRequest.NONE,
            Optional.empty(), Optional.empty(), OptionalInt.empty());

    /**
     * Copies the set. Of {@link Demand#REQUIRETLS} and {@link Demand#TLS_OPTIONAL} only the first stays: RFC 8689 section 4.1 lets it win.
     *
     * @throws IllegalArgumentException when the priority is out of range
     */
    public MailParameters {
        if (demands.contains(Demand.REQUIRETLS) && demands.contains(Demand.TLS_OPTIONAL)) {
            EnumSet<Demand> kept = EnumSet.copyOf(demands);
            kept.remove(Demand.TLS_OPTIONAL);
            demands = kept;
        }
        demands = demands.isEmpty() ? Set.of() : Set.copyOf(demands);
        if (priority.isPresent() && Math.abs(priority.getAsInt()) > 9) {
            throw new IllegalArgumentException("priority " + priority.getAsInt() + " is not within -9 and 9");
        }
    }

    /** Only the kind of content. */
    public static MailParameters of(BodyType body) {
        return new MailParameters(OptionalLong.empty(), body, Set.of(), DsnRequest.NONE, Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    /** Whether addresses or header fields may hold UTF-8. */
    public boolean utf8() {
        return demands.contains(Demand.SMTPUTF8);
    }

    /** Whether it may only pass hosts that promise TLS. */
    public boolean requireTls() {
        return demands.contains(Demand.REQUIRETLS);
    }

    /** Whether policies of the recipients' domains on TLS are passed over; never with {@link #requireTls()} (RFC 8689 section 4.1). */
    public boolean tlsOptional() {
        return demands.contains(Demand.TLS_OPTIONAL);
    }

    /** The same with what the header section says of TLS: {@code TLS-Required: No}, once. */
    public MailParameters tagged(HeaderFields fields) {
        List<HeaderField> said = fields.all("TLS-Required");
        if (said.size() != 1 || !said.get(0).body().equalsIgnoreCase("No")) {
            return this;
        }
        Set<Demand> all = EnumSet.of(Demand.TLS_OPTIONAL);
        all.addAll(demands);
        return new MailParameters(declaredSize, body, all, dsn, deliverBy, futureRelease, priority);
    }

    /** The same with another priority (RFC 6710 section 5.1: a server may lower it). */
    public MailParameters withPriority(OptionalInt other) {
        return new MailParameters(declaredSize, body, demands, dsn, deliverBy, futureRelease, other);
    }
}
