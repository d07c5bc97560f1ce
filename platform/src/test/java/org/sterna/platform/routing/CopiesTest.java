package org.sterna.platform.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.queue.QueueEvent.Addressee;
import org.sterna.persistence.queue.Target;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.smtp.parameter.Notify;
import org.sterna.protocols.smtp.parameter.OriginalRecipient;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** RFC 3461 section 5.2.7. */
class CopiesTest {
    private static final Address TEAM = Address.parse("team@example.org").orElseThrow();
    private static final Optional<OriginalRecipient> NAMED = Optional.of(new OriginalRecipient("rfc822", "team@example.org"));
    private static final Optional<OriginalRecipient> GIVEN = Optional.of(new OriginalRecipient("rfc822", "Team@example.com"));

    @Test
    void anAddressOfOneCopyKeepsWhatWasAsked() {                            // section 5.2.7.2
        RcptParameters asked = new RcptParameters(Set.of(Notify.SUCCESS, Notify.DELAY), GIVEN);
        thenCopies(copies(asked, leg("a@example.com")), Optional.empty(), new Addressee("a@example.com", target(), asked));
        thenCopies(copies(RcptParameters.NONE, leg("team@example.org")), Optional.empty(), new Addressee("team@example.org", target(), RcptParameters.NONE));
        thenCopies(copies(RcptParameters.NONE, leg("a@example.com")), Optional.empty(),
                new Addressee("a@example.com", target(), new RcptParameters(Set.of(), NAMED)));
    }

    @Test
    void severalCopiesAreExpandedAndOnlyTheirFailuresAreTold() {            // section 5.2.7.3 (c)
        thenCopies(copies(new RcptParameters(Set.of(Notify.SUCCESS, Notify.FAILURE), GIVEN), leg("a@example.com"), leg("b@example.com")),
                Optional.of(Copies.Reached.ALIAS), new Addressee("a@example.com", target(), new RcptParameters(Set.of(Notify.FAILURE), GIVEN)),
                new Addressee("b@example.com", target(), new RcptParameters(Set.of(Notify.FAILURE), GIVEN)));
        thenCopies(copies(new RcptParameters(Set.of(Notify.SUCCESS), GIVEN), leg("a@example.com"), leg("b@example.com")), Optional.of(Copies.Reached.ALIAS),
                new Addressee("a@example.com", target(), new RcptParameters(Set.of(Notify.NEVER), GIVEN)),
                new Addressee("b@example.com", target(), new RcptParameters(Set.of(Notify.NEVER), GIVEN)));
        assertThat(copies(new RcptParameters(Set.of(Notify.FAILURE), GIVEN), leg("a@example.com"), leg("b@example.com")).reached()).isEmpty();
    }

    @Test
    void aListSendsOnInItsOwnName() {                                       // section 5.2.7.1
        RcptParameters asked = new RcptParameters(Set.of(Notify.SUCCESS), GIVEN);
        Addressee own = new Addressee("a@example.com", target(), RcptParameters.NONE, Optional.of("boss@example.org"));
        thenCopies(copies(asked, listed("a@example.com")), Optional.of(Copies.Reached.LIST), own);
        thenCopies(copies(new RcptParameters(Set.of(Notify.NEVER), GIVEN), listed("a@example.com")), Optional.empty(), own);
        thenCopies(copies(asked, listed("a@example.com"), leg("b@example.com")), Optional.of(Copies.Reached.ALIAS), own,
                new Addressee("b@example.com", target(), new RcptParameters(Set.of(Notify.NEVER), GIVEN)));
    }

    @Test
    void reportsToAListHaveNobodyToReportTo() {                             // RFC 5321 section 6.1
        thenCopies(Copies.of(true, TEAM, RcptParameters.NONE, List.of(listed("a@example.com"))), Optional.empty(),
                new Addressee("a@example.com", target(), RcptParameters.NONE));
    }

    private static void thenCopies(Copies copies, Optional<Copies.Reached> reached, Addressee... addressees) {
        assertThat(copies.addressees()).containsExactly(addressees);
        assertThat(copies.reached()).isEqualTo(reached);
    }

    private static Copies copies(RcptParameters asked, Leg... legs) {
        return Copies.of(false, TEAM, asked, List.of(legs));
    }

    private static Leg leg(String forwardPath) {
        return new Leg(forwardPath, target());
    }

    private static Leg listed(String forwardPath) {
        return new Leg(forwardPath, target(), Optional.of("boss@example.org"));
    }

    private static Target target() {
        return Target.Relay.to("example.com");
    }
}
