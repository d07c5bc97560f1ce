package org.sterna.protocols.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one session may do (RFC 9051 section 3). Each state is a record; the transitions return the next one. Nothing here
 * acts: the caller asks {@link #admit}, does the work, and moves on.
 *
 * <pre>
 * NotAuthenticated -authenticated-> Authenticated -selected-> Selected -unselected-> Authenticated
 *        |secured  <-unauthenticated-    |enable                 |enable
 *                                any -loggedOut-> LoggedOut
 * </pre>
 */
public sealed interface ImapSession {
    /** What protects the connection. */
    enum Security {
        /** In the clear; STARTTLS is offered. */
        CLEAR,
        /** In the clear, and no certificate to offer STARTTLS with. */
        CLEAR_WITHOUT_STARTTLS,
        /** Under TLS, from the start or after STARTTLS. */
        TLS
    }

    /** How the mailbox was opened. */
    enum Access { READ_ONLY, READ_WRITE }

    /**
     * The outcome of ENABLE.
     *
     * @param names what this command has switched on, for the ENABLED response (RFC 5161 section 3.1)
     */
    record Enabling(ImapSession next, List<String> names) {
        public Enabling {
            names = List.copyOf(names);
        }
    }

    /** Empty if the command may be executed in this state, else the refusal. */
    Optional<StatusResponse> admit(ImapCommand command);

    Security security();

    ImapOffer offer();

    /** What is switched on; nothing before login. */
    default Enabled enabled() {
        return Enabled.NOTHING;
    }

    /** The capabilities that hold in this state (RFC 9051 section 7.2.2), in the order in which they are listed. */
    List<String> capabilities();

    static ImapSession open(Security security, ImapOffer offer) {
        return new NotAuthenticated(security, offer);
    }

    /** This state with something more switched on; before login nothing can be. */
    ImapSession with(Enabled more);

    /** Executes ENABLE: what is not known, not offered or needs no switching on is passed over (RFC 5161 section 3.1). */
    default Enabling enable(List<String> capabilities) {
        Enabled enabled = enabled();
        for (String name : capabilities) {
            boolean offered = name.equals("IMAP4REV2")
                    || offer().extensions().stream().anyMatch(extension -> extension.capability().equals(name));
            enabled = offered ? enabled.with(name) : enabled;
        }
        ImapSession next = with(enabled);
        List<String> names = new ArrayList<>(next.enabled().names());
        names.removeAll(enabled().names());
        if (!capabilities.contains("CONDSTORE")) {
            names.remove("CONDSTORE");                     // only implied
        }
        return new Enabling(next, names);
    }

    /** This state as the command leaves it, if it is one that switches CONDSTORE on (RFC 7162 section 3.1). */
    default ImapSession following(ImapCommand command) {
        return Admission.enablesCondstore(command) ? with(enabled().withCondstore()) : this;
    }

    /** The session ends; from any state. */
    default LoggedOut loggedOut() {
        return new LoggedOut(security(), offer());
    }

    /** Before login. In the clear no password may travel (RFC 9051 section 11.1). */
    record NotAuthenticated(Security security, ImapOffer offer) implements ImapSession {
        @Override
        public Optional<StatusResponse> admit(ImapCommand command) {
            return Admission.beforeLogin(command, security, offer);
        }

        @Override
        public List<String> capabilities() {
            return offer.beforeLogin(security);
        }

        @Override
        public ImapSession with(Enabled more) {
            return this;
        }

        /** TLS was established after STARTTLS. */
        public NotAuthenticated secured() {
            return new NotAuthenticated(Security.TLS, offer);
        }

        /** The connection can carry these mechanisms of SASL, in capitals. */
        public NotAuthenticated offering(List<String> mechanisms) {
            return new NotAuthenticated(security, offer.withMechanisms(mechanisms));
        }

        public Authenticated authenticated() {
            return new Authenticated(security, offer, Enabled.NOTHING);
        }
    }

    /** Logged in, no mailbox selected. */
    record Authenticated(Security security, ImapOffer offer, Enabled enabled) implements ImapSession {
        @Override
        public Optional<StatusResponse> admit(ImapCommand command) {
            return Admission.authenticated(command, offer, enabled);
        }

        @Override
        public List<String> capabilities() {
            return offer.afterLogin();
        }

        @Override
        public Authenticated with(Enabled more) {
            return new Authenticated(security, offer, more);
        }

        public Selected selected(Access access) {
            return new Selected(security, offer, enabled, access);
        }

        /** After UNAUTHENTICATE (RFC 8437 section 3): nothing but the TLS layer is left. */
        public NotAuthenticated unauthenticated() {
            return new NotAuthenticated(security, offer);
        }
    }

    /** A mailbox is selected. */
    record Selected(Security security, ImapOffer offer, Enabled enabled, Access access) implements ImapSession {
        @Override
        public Optional<StatusResponse> admit(ImapCommand command) {
            return Admission.selected(command, offer, enabled, access);
        }

        @Override
        public List<String> capabilities() {
            return offer.afterLogin();
        }

        @Override
        public Selected with(Enabled more) {
            return new Selected(security, offer, more, access);
        }

        /** Another mailbox is selected in place of this one. */
        public Selected selected(Access other) {
            return new Selected(security, offer, enabled, other);
        }

        /** The mailbox was closed, or selecting another one failed (RFC 3501 section 6.3.1). */
        public Authenticated unselected() {
            return new Authenticated(security, offer, enabled);
        }
    }

    /** After LOGOUT or BYE: nothing is executed any more. */
    record LoggedOut(Security security, ImapOffer offer) implements ImapSession {
        @Override
        public Optional<StatusResponse> admit(ImapCommand command) {
            return Optional.of(StatusResponse.bad("Logged out"));
        }

        @Override
        public List<String> capabilities() {
            return List.of();
        }

        @Override
        public ImapSession with(Enabled more) {
            return this;
        }
    }
}
