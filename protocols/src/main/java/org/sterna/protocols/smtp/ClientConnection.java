package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client knows about its connection.
 *
 * @param nonce for the login, if there is one
 * @param transactions begun on it
 */
record ClientConnection(ClientRules rules, String nonce, ServerOffer offer, boolean secured, boolean authenticated, int transactions) {
    static ClientConnection made(ClientRules rules, String nonce) {
        return new ClientConnection(rules, nonce, ServerOffer.NOTHING, rules.tlsActive(), false, 0);
    }

    /** Whether the certificate was checked. */
    boolean verified() {
        return secured && rules.tls() == ClientRules.TlsLevel.VERIFY;
    }

    boolean pipelines() {
        return offer.has("PIPELINING");
    }

    boolean isLmtp() {
        return rules.protocol() == ClientRules.Protocol.LMTP;
    }

    /** RFC 9422 section 4: the host takes no further transaction. */
    boolean exhausted() {
        return offer.transactionLimit().isPresent() && transactions >= offer.transactionLimit().getAsInt();
    }

    ClientConnection offering(ServerOffer other) {
        return new ClientConnection(rules, nonce, other, secured, authenticated, transactions);
    }

    /** RFC 3207 section 4.2: what was said in the clear is forgotten. */
    ClientConnection underTls() {
        return new ClientConnection(rules, nonce, ServerOffer.NOTHING, true, false, transactions);
    }

    ClientConnection loggedIn() {
        return new ClientConnection(rules, nonce, offer, secured, true, transactions);
    }

    ClientConnection withTransaction() {
        return new ClientConnection(rules, nonce, offer, secured, authenticated, transactions + 1);
    }

    /** Hello is said and TLS is on, where it is wanted: the login, if any, is next. RFC 4954 section 4. */
    SmtpClientSession.Step logIn() {
        Optional<ClientCredentials> credentials = rules.credentials();
        return credentials.isPresent() ? AwaitingAuthReply.begin(this, credentials.get()) : ready(List.of());
    }

    /** A transaction may begin. */
    SmtpClientSession.Step ready(List<ClientAction> before) {
        List<ClientAction> actions = new ArrayList<>(before);
        actions.add(new ClientAction.Ready(offer));
        return new SmtpClientSession.Step(new AwaitingTransaction(this), actions);
    }

    /**
     * The host may still know of a transaction that is over: RSET (RFC 5321 section 4.1.1.5), or QUIT where it takes no other.
     *
     * @param before what stands in front of it, on the wire
     * @param owed replies that come before that to RSET
     */
    SmtpClientSession.Step clear(List<ClientAction> told, String before, int owed) {
        return exhausted() ? leave(told, before, owed) : new SmtpClientSession.Step(new Resetting(this, owed + 1), with(told, before + "RSET\r\n"));
    }

    /** As {@link #clear}, but in any case with QUIT. */
    static SmtpClientSession.Step leave(List<ClientAction> told, String before, int owed) {
        return new SmtpClientSession.Step(new Quitting(owed + 1), with(told, before + "QUIT\r\n"));
    }

    /** No transaction comes to pass. */
    static SmtpClientSession.Step refuse(Outcome outcome) {
        return leave(List.of(new ClientAction.Unusable(outcome)), "", 0);
    }

    private static List<ClientAction> with(List<ClientAction> told, String line) {
        List<ClientAction> actions = new ArrayList<>(told);
        actions.add(new ClientAction.Send(line));
        return actions;
    }
}
