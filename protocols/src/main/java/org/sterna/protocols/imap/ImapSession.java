package org.sterna.protocols.imap;

import java.util.List;
import java.util.Optional;

/**
 * What one session may do (RFC 3501 section 3). Each state is a record; the transitions return the next one. Nothing here
 * acts: the caller asks {@link #admit}, does the work, and moves on.
 *
 * <pre>
 * NotAuthenticated -authenticated-> Authenticated -selected-> Selected -unselected-> Authenticated
 *        |secured                        any -loggedOut-> LoggedOut
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

    /** Empty if the command may be executed in this state, else the refusal. */
    Optional<StatusResponse> admit(ImapCommand command);

    Security security();

    /** The capabilities that hold in this state (RFC 3501 section 7.2.1), in the order in which they are listed. */
    List<String> capabilities();

    static ImapSession open(Security security) {
        return new NotAuthenticated(security);
    }

    /** The session ends; from any state. */
    default LoggedOut loggedOut() {
        return new LoggedOut(security());
    }

    private static boolean isForAnyState(ImapCommand command) {
        return command instanceof ImapCommand.Capability || command instanceof ImapCommand.Noop
                || command instanceof ImapCommand.Logout || command instanceof ImapCommand.Id;
    }

    private static boolean isForLogin(ImapCommand command) {
        return command instanceof ImapCommand.StartTls || command instanceof ImapCommand.Login
                || command instanceof ImapCommand.Authenticate;
    }

    private static boolean isForSelected(ImapCommand command) {
        return command instanceof ImapCommand.Check || command instanceof ImapCommand.Close
                || command instanceof ImapCommand.Unselect || command instanceof ImapCommand.Search
                || command instanceof ImapCommand.Fetch || command instanceof ImapCommand.Copy || changes(command);
    }

    /** True if the command changes the selected mailbox. */
    private static boolean changes(ImapCommand command) {
        return command instanceof ImapCommand.Expunge || command instanceof ImapCommand.Store
                || command instanceof ImapCommand.Move;
    }

    private static Optional<StatusResponse> refuse(StatusResponse response) {
        return Optional.of(response);
    }

    /** Before login. In the clear no password may travel (RFC 3501 section 11.2). */
    record NotAuthenticated(Security security) implements ImapSession {
        @Override
        public Optional<StatusResponse> admit(ImapCommand command) {
            if (isForAnyState(command)) {
                return Optional.empty();
            }
            if (command instanceof ImapCommand.StartTls) {
                return switch (security) {
                    case CLEAR -> Optional.empty();
                    case TLS -> refuse(StatusResponse.bad("TLS is already active"));
                    case CLEAR_WITHOUT_STARTTLS -> refuse(StatusResponse.bad("TLS is not available"));
                };
            }
            if (!isForLogin(command)) {
                return refuse(StatusResponse.bad("Log in first"));
            }
            if (security != Security.TLS) {
                return refuse(StatusResponse.no("Login needs TLS").withCode("PRIVACYREQUIRED"));
            }
            boolean unknown = command instanceof ImapCommand.Authenticate authenticate
                    && !authenticate.mechanism().equals("PLAIN");
            return unknown ? refuse(StatusResponse.no("Mechanism not supported")) : Optional.empty();
        }

        @Override
        public List<String> capabilities() {
            return switch (security) {
                case CLEAR -> List.of("IMAP4rev1", "LITERAL+", "ID", "ENABLE", "STARTTLS", "LOGINDISABLED");
                case CLEAR_WITHOUT_STARTTLS -> List.of("IMAP4rev1", "LITERAL+", "ID", "ENABLE", "LOGINDISABLED");
                case TLS -> List.of("IMAP4rev1", "LITERAL+", "ID", "ENABLE", "SASL-IR", "AUTH=PLAIN");
            };
        }

        /** TLS was established after STARTTLS. */
        public NotAuthenticated secured() {
            return new NotAuthenticated(Security.TLS);
        }

        public Authenticated authenticated() {
            return new Authenticated(security);
        }
    }

    /** Logged in, no mailbox selected. */
    record Authenticated(Security security) implements ImapSession {
        private static final List<String> CAPABILITIES = List.of("IMAP4rev1", "LITERAL+", "ID", "ENABLE", "IDLE",
                "NAMESPACE", "UIDPLUS", "UNSELECT", "CHILDREN", "MOVE", "SPECIAL-USE", "PREVIEW");

        @Override
        public Optional<StatusResponse> admit(ImapCommand command) {
            if (isForLogin(command)) {
                return refuse(StatusResponse.bad("Already logged in"));
            }
            return isForSelected(command) ? refuse(StatusResponse.bad("Select a mailbox first")) : Optional.empty();
        }

        @Override
        public List<String> capabilities() {
            return CAPABILITIES;
        }

        public Selected selected(Access access) {
            return new Selected(security, access);
        }
    }

    /** A mailbox is selected. */
    record Selected(Security security, Access access) implements ImapSession {
        @Override
        public Optional<StatusResponse> admit(ImapCommand command) {
            if (isForLogin(command)) {
                return refuse(StatusResponse.bad("Already logged in"));
            }
            return access == Access.READ_ONLY && changes(command)
                    ? refuse(StatusResponse.no("Mailbox is open read-only").withCode("READ-ONLY")) : Optional.empty();
        }

        @Override
        public List<String> capabilities() {
            return Authenticated.CAPABILITIES;
        }

        /** Another mailbox is selected in place of this one. */
        public Selected selected(Access other) {
            return new Selected(security, other);
        }

        /** The mailbox was closed, or selecting another one failed (RFC 3501 section 6.3.1). */
        public Authenticated unselected() {
            return new Authenticated(security);
        }
    }

    /** After LOGOUT or BYE: nothing is executed any more. */
    record LoggedOut(Security security) implements ImapSession {
        @Override
        public Optional<StatusResponse> admit(ImapCommand command) {
            return refuse(StatusResponse.bad("Logged out"));
        }

        @Override
        public List<String> capabilities() {
            return List.of();
        }
    }
}
