package org.sterna.protocols.smtp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.parameter.BodyType;

/** One transaction on its connection: what is said in it. */
record ClientTransaction(ClientConnection connection, ClientPlan plan) {
    /** So many replies, and two, are outstanding at most where the host takes commands in groups; RFC 5321 section 4.5.3.1.8 promises a tenth. */
    static final int MAX_RECIPIENTS = 1000;

    /** What leaves first: MAIL, and where the host offers it all RCPT and DATA with it (RFC 2920 section 3.1). */
    String opening() {
        String mail = "MAIL FROM:" + plan.reversePath().path() + ClientParameters.ofMail(plan, connection) + "\r\n";
        String rcpts = connection.pipelines() ? plan.recipients().stream().map(this::rcpt).collect(Collectors.joining()) : "";
        return mail + rcpts + (pipelinesData() ? "DATA\r\n" : "");
    }

    String rcpt(ClientPlan.Recipient recipient) {
        return "RCPT TO:" + recipient.forwardPath().path() + ClientParameters.ofRcpt(recipient, plan, connection.offer()) + "\r\n";
    }

    boolean asks() {
        return plan.purpose() == ClientPlan.Purpose.ASK;
    }

    /**
     * BDAT for binary content alone, which needs it. For the rest it would save nothing: behind a group with DATA content leaves after as
     * many round trips as with BDAT, and a host that knows CHUNKING knows PIPELINING.
     */
    boolean chunks() {
        return plan.parameters().body() == BodyType.BINARY_MIME;
    }

    boolean pipelinesData() {
        return connection.pipelines() && !asks() && !chunks();
    }

    Set<Outcome.Promise> promises() {
        Set<Outcome.Promise> promises = EnumSet.noneOf(Outcome.Promise.class);
        if (connection.offer().has("DSN")) {
            promises.add(Outcome.Promise.REPORTS);
        }
        if (connection.offer().has("DELIVERBY")) {
            promises.add(Outcome.Promise.DEADLINE);
        }
        return promises;
    }

    /** The outcome of a reply to the final dot or the last chunk. */
    Outcome finalOutcome(Reply reply) {
        return reply.isPositive() ? new Outcome.Relayed(reply, promises()) : Outcome.of(reply);
    }

    /**
     * All is told, and the host must forget the transaction.
     *
     * @param told the last outcomes
     * @param owed replies to RCPT or BDAT that still come
     * @param dataOwed behind them comes the reply to DATA
     */
    SmtpClientSession.Step end(List<ClientAction> told, int owed, boolean dataOwed) {
        List<ClientAction> actions = ended(told);
        return dataOwed ? new SmtpClientSession.Step(new Abandoning(connection, owed + 1, connection.exhausted()), actions)
                : connection.clear(actions, "", owed);
    }

    /** All is told, and the host has nothing to forget. */
    SmtpClientSession.Step done(List<ClientAction> told) {
        List<ClientAction> actions = ended(told);
        return connection.exhausted() ? ClientConnection.leave(actions, "", 0) : connection.ready(actions);
    }

    private List<ClientAction> ended(List<ClientAction> told) {
        List<ClientAction> actions = new ArrayList<>(told);
        actions.add(new ClientAction.TransactionEnded(!connection.exhausted()));
        return actions;
    }

    static List<ClientAction> outcomes(List<ForwardPath> paths, Outcome outcome) {
        return paths.stream().<ClientAction>map(path -> new ClientAction.RecipientOutcome(path, outcome)).toList();
    }

    static List<ClientAction> left(List<ClientPlan.Recipient> recipients) {
        return recipients.stream().<ClientAction>map(each -> new ClientAction.RecipientLeft(each.forwardPath())).toList();
    }
}
