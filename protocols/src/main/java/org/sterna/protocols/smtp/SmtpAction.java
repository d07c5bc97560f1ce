package org.sterna.protocols.smtp;

import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.sasl.SaslQuestion;
import org.sterna.protocols.smtp.parameter.MailParameters;
import org.sterna.protocols.smtp.parameter.RcptParameters;

/** What a server's session asks its caller to do, in the order given. */
public sealed interface SmtpAction {
    /** Send the reply. */
    record Say(Reply reply) implements SmtpAction {}

    /**
     * Start the handshake as server, and answer with {@link SmtpInput.TlsEstablished}. Octets of the client that came
     * in the clear behind STARTTLS must close the connection (RFC 3207 section 4.2).
     */
    record StartTls() implements SmtpAction {}

    /** Answer with {@link SmtpInput.CredentialsChecked}. */
    record CheckCredentials(SaslQuestion question) implements SmtpAction {}

    /**
     * Answer with {@link SmtpInput.RecipientChecked}.
     *
     * @param envelope as it is before this recipient
     */
    record CheckRecipient(ForwardPath forwardPath, RcptParameters parameters, Envelope envelope) implements SmtpAction {}

    /** Ask whether the session may go on; answer with {@link SmtpInput.Consulted}. */
    sealed interface Consult extends SmtpAction {}

    /** Before the greeting. */
    record ConsultOnConnect() implements Consult {}

    /** @param client the name given with EHLO, HELO or LHLO */
    record ConsultOnHello(String client) implements Consult {}

    /** After MAIL, before its reply. */
    record ConsultOnMail(ReversePath reversePath, MailParameters parameters) implements Consult {}

    /** After DATA, or the first BDAT. */
    record ConsultOnData(Envelope envelope) implements Consult {}

    /** From here on the client is another: what was known of it is forgotten. */
    record AssumeClient(XclientAttributes attributes) implements SmtpAction {}

    /** Try what waits for the domain, and answer with {@link SmtpInput.QueueFlushed}. */
    record FlushQueue(String node) implements SmtpAction {}

    /**
     * Read so many octets behind the line as they are, and answer with {@link SmtpInput.ChunkEnded}. RFC 3030 section 2.
     *
     * @param octets 0 or more; with 0 the answer can come at once
     * @param first whether the content begins with it
     * @param last whether the content ends with it
     */
    record ReceiveChunk(Envelope envelope, long octets, boolean first, boolean last) implements SmtpAction {}

    /** Read so many octets (1 or more), throw them away, and answer with {@link SmtpInput.ChunkComplete}. */
    record DiscardChunk(long octets) implements SmtpAction {}

    /**
     * The transaction is over without a message: what was kept of its content is not needed. Behind {@link ReceiveData} and
     * {@link ReceiveChunk} comes this, or {@link StoreMessage}, or {@link Close}, which means the same.
     */
    record DropContent() implements SmtpAction {}

    /** Give what follows to a {@link DataDecoder}, and answer with {@link SmtpInput.DataEnded}. */
    record ReceiveData(Envelope envelope) implements SmtpAction {}

    /** Make content and envelope durable, then answer with {@link SmtpInput.StoreAnswered}. */
    record StoreMessage(Envelope envelope) implements SmtpAction {}

    /** Give the next line as {@link SmtpInput.AuthResponse}. */
    record AwaitAuthResponse() implements SmtpAction {}

    /** Close the connection once everything is sent. */
    record Close() implements SmtpAction {}
}
