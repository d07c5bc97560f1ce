package org.sterna.protocols.smtp;

import java.util.List;
import java.util.Optional;

/** The replies that do not depend on the input; codes from RFC 5321 section 4.2.3, status from RFC 3463. */
public final class Replies {
    // Success.
    static final Reply OK = Reply.of(250, "2.0.0", "OK");
    static final Reply BYE = Reply.of(221, "2.0.0", "Bye");
    static final Reply REVERSE_PATH_OK = Reply.of(250, "2.1.0", "Sender OK");
    static final Reply FORWARD_PATH_OK = Reply.of(250, "2.1.5", "Recipient OK");
    static final Reply START_INPUT = Reply.plain(354, "End data with <CR><LF>.<CR><LF>");
    static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0", "Ready to start TLS");
    static final Reply AUTHENTICATED = Reply.of(235, "2.7.0", "Authentication succeeded");
    static final Reply CANNOT_VERIFY = Reply.of(252, "2.0.0", "Cannot verify, but will take a message and try");

    // The command cannot be read.
    static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.2", "Command not recognized");
    static final Reply BAD_LINE_END = Reply.of(500, "5.5.2", "Lines end with CR LF and hold no other control characters");
    static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.2", "Line too long");
    static final Reply BAD_ARGUMENT = Reply.of(501, "5.5.4", "Syntax error in the argument");
    static final Reply BAD_REVERSE_PATH = Reply.of(501, "5.1.7", "Syntax error in the reverse-path");
    static final Reply BAD_FORWARD_PATH = Reply.of(501, "5.1.3", "Syntax error in the forward-path");
    static final Reply UNKNOWN_PARAMETER = Reply.of(555, "5.5.4", "Parameter not recognized");
    static final Reply UNKNOWN_MECHANISM = Reply.of(504, "5.5.4", "Mechanism not supported");

    static final Reply BAD_CHUNK_SIZE = Reply.of(501, "5.5.4", "Cannot tell the size of the chunk, closing the connection");

    // The command is out of turn.
    static final Reply SAY_HELLO_FIRST = Reply.of(503, "5.5.1", "Send EHLO or HELO first");
    static final Reply SAY_LHLO_FIRST = Reply.of(503, "5.5.1", "Send LHLO first");
    static final Reply SAY_LHLO = Reply.of(500, "5.5.1", "This is LMTP, send LHLO");
    static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "A mail transaction is open already");
    static final Reply NEED_MAIL = Reply.of(503, "5.5.1", "Send MAIL first");
    static final Reply NEED_RCPT = Reply.of(503, "5.5.1", "Send RCPT first");
    static final Reply NO_VALID_RECIPIENTS = Reply.of(554, "5.5.1", "No valid recipients");
    static final Reply NOT_IN_TRANSACTION = Reply.of(503, "5.5.1", "Not within a mail transaction");
    static final Reply NOT_BETWEEN_CHUNKS = Reply.of(503, "5.5.1", "Not between chunks, send BDAT or RSET");
    static final Reply BINARY_NEEDS_BDAT = Reply.of(503, "5.5.1", "BODY=BINARYMIME needs BDAT");
    static final Reply NOT_SYNCHRONIZED = Reply.of(554, "5.5.0", "The client did not wait for the reply");
    static final Reply TURNED_AWAY = Reply.of(503, "5.5.1", "No service for this client, send QUIT");
    static final Reply TLS_ACTIVE = Reply.of(503, "5.5.1", "TLS is active already");
    static final Reply NO_TLS = Reply.of(502, "5.5.1", "STARTTLS is not offered");
    static final Reply NO_AUTH = Reply.of(502, "5.5.1", "AUTH is not offered");
    static final Reply NO_CHUNKING = Reply.of(502, "5.5.1", "BDAT is not offered");
    static final Reply NO_ETRN = Reply.of(502, "5.5.1", "ETRN is not offered");
    static final Reply AUTHENTICATED_ALREADY = Reply.of(503, "5.5.1", "Already authenticated");
    static final Reply NO_EXPN = Reply.of(502, "5.5.1", "EXPN is not offered");
    static final Reply TOO_MANY_BAD_COMMANDS = Reply.of(421, "4.7.0", "Too many errors, closing the connection");

    // The transaction is refused.
    static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "Message exceeds the size limit");
    static final Reply REVERSE_PATH_NOT_ASCII = Reply.of(550, "5.6.7", "A reverse-path in UTF-8 needs SMTPUTF8");
    static final Reply FORWARD_PATH_NOT_ASCII = Reply.of(553, "5.6.7", "A forward-path in UTF-8 needs MAIL with SMTPUTF8");
    static final Reply BAD_HOLD = Reply.of(501, "5.5.4", "The message cannot be held until then");
    static final Reply DEADLINE_TOO_SOON = Reply.of(555, "5.5.4", "The message cannot be delivered so soon");
    static final Reply TOO_MANY_TRANSACTIONS = Reply.of(421, "4.7.0", "Too many transactions in one session, open another");
    static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients");
    static final Reply AUTHENTICATION_REQUIRED = Reply.of(530, "5.7.0", "Authentication required");
    static final Reply ENCRYPTION_REQUIRED = Reply.of(538, "5.7.11", "Encryption required, send STARTTLS first");
    static final Reply BAD_CREDENTIALS = Reply.of(535, "5.7.8", "Authentication credentials invalid");
    static final Reply CREDENTIALS_UNAVAILABLE = Reply.of(454, "4.7.0", "Temporary authentication failure");
    static final Reply AUTH_CANCELLED = Reply.of(501, "5.7.0", "Authentication cancelled");
    static final Reply AUTH_MALFORMED = Reply.of(501, "5.5.2", "Cannot read the authentication response");
    static final Reply AUTH_LINE_TOO_LONG = Reply.of(500, "5.5.6", "Authentication exchange line is too long");
    static final Reply BARE_LINE_END = Reply.of(554, "5.5.2", "Message holds a CR or LF that is not part of CR LF");
    static final Reply NUL_IN_CONTENT = Reply.of(554, "5.6.0", "Message holds a NUL octet");
    static final Reply CONTENT_LINE_TOO_LONG = Reply.of(554, "5.6.0", "Message holds a line that is too long");

    /** The mailbox does not exist in a domain of ours. RFC 5321 section 3.6.2. */
    public static final Reply NO_SUCH_MAILBOX = Reply.of(550, "5.1.1", "No such mailbox here");
    /** The domain is not ours and the client may not relay. RFC 5321 section 3.6.2. */
    public static final Reply RELAY_DENIED = Reply.of(550, "5.7.1", "Relaying denied");
    /** An outage: directory, storage or journal cannot answer. */
    public static final Reply LOCAL_ERROR = Reply.of(451, "4.3.0", "Temporary local problem, try again later");
    /** The disk is too full to accept mail. */
    public static final Reply NO_STORAGE = Reply.of(452, "4.3.1", "Insufficient system storage");
    /** The client was silent for longer than RFC 5321 section 4.5.3.2.7 allows. */
    public static final Reply TIMEOUT = Reply.of(421, "4.4.2", "Timeout, closing the connection");
    /** The host goes down in an orderly way. RFC 5321 section 3.8. */
    public static final Reply SHUTTING_DOWN = Reply.of(421, "4.3.2", "Service is shutting down");
    /** Too many connections, in place of the greeting. */
    public static final Reply TOO_BUSY = Reply.of(421, "4.3.2", "Too many connections, try again later");

    private static final Optional<EnhancedStatus> SUCCESS = Optional.of(new EnhancedStatus(2, 0, 0));

    private Replies() {}

    /** What was asked for is done. */
    static Reply success(String text) {
        return new Reply(250, SUCCESS, List.of(text));
    }
}
