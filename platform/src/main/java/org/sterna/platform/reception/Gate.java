package org.sterna.platform.reception;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.sterna.persistence.queue.Target;
import org.sterna.platform.policy.Client;
import org.sterna.platform.policy.Judgement;
import org.sterna.platform.policy.Question;
import org.sterna.platform.policy.Verdict;
import org.sterna.platform.recorder.SessionRecorder;
import org.sterna.platform.routing.Leg;
import org.sterna.platform.routing.Routed;
import org.sterna.platform.trust.CheckedMessage;
import org.sterna.platform.trust.MessageCheck;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.message.HeaderFields;
import org.sterna.protocols.smtp.Envelope;
import org.sterna.protocols.smtp.Replies;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.smtp.ServiceExtension;
import org.sterna.protocols.smtp.SmtpAction;
import org.sterna.protocols.smtp.SmtpInput;
import org.sterna.protocols.smtp.SmtpRules;
import org.sterna.protocols.smtp.SmtpSession;
import org.sterna.protocols.smtp.XclientAttributes;
import org.sterna.protocols.smtp.parameter.MailParameters;

/**
 * What one session may do: asks the node's policies, the routing and the rules of submission, tells the limits what happened, and
 * remembers who refused, and what is to be said of the message. Used by the connection's actor, and by one acceptance at a time on
 * its behalf while the actor waits for it.
 */
final class Gate {
    /** What of one message is said to filters; a rule that tags each domain of recipients would say it a thousand times. */
    private static final int MOST_TAGS = 50;
    /** To so many copies one transaction may lead, or to as many as it may have recipients: one alias named over and over is one of thousands. */
    private static final int MOST_COPIES = 10_000;
    private static final SmtpInput.Consulted PERMITTED = new SmtpInput.Permitted();
    private static final Reply HELD_TOO_LONG = Reply.of(501, "5.5.4", "The message would be held beyond the time by which it is to be delivered");
    /** RFC 5321 section 4.5.3.1.10: the rest comes in a transaction of its own. */
    private static final Reply TOO_MANY_COPIES = Reply.of(452, "4.5.3", "The recipients lead to too many copies, send to the others later");

    private static final Reply REPORTS_ONLY = Reply.of(550, "5.7.1", "Only reports may be sent to this address");

    private final ReceptionServices services;
    private final ReceptionSettings settings;
    private final SessionRecorder recorder;
    private final List<Verdict.Tag> sessionTags = new ArrayList<>(0);
    private final List<Verdict.Tag> transactionTags = new ArrayList<>(0);
    private InetSocketAddress remote;
    private Optional<Client> counted = Optional.empty();
    private Optional<MessageCheck> check = Optional.empty();
    private String rule = "";
    private int copies;

    Gate(ReceptionServices services, ReceptionSettings settings, SessionRecorder recorder, InetSocketAddress remote) {
        this.services = services;
        this.settings = settings;
        this.recorder = recorder;
        this.remote = remote;
    }

    /** What the port allows this client. */
    SmtpRules rules() {
        return settings.proxies().test(remote.getAddress()) ? settings.rules().with(ServiceExtension.XCLIENT) : settings.rules();
    }

    InetAddress address() {
        return remote.getAddress();
    }

    /** Who refused last, once; empty if the protocol itself did. */
    String takeRule() {
        String last = rule;
        rule = "";
        return last;
    }

    void refusedBy(String name) {
        rule = name;
    }

    /** How long the greeting waits to see whether the client waits, too. */
    Optional<Duration> greetingDelay(SmtpSession session) {
        return session.secured() ? Optional.empty() : services.policies().greetingDelay(client(session));
    }

    /** @param early whether octets came before the greeting */
    CompletionStage<SmtpInput.Consulted> connected(SmtpSession session, boolean early) {
        Client client = client(session);
        if (counted.isEmpty()) {
            counted = Optional.of(client);
            services.limits().opened(client);
        }
        CompletionStage<SmtpInput.Consulted> connected = judge(new Question.Connected(client), sessionTags);
        return !early ? connected : connected.thenCompose(first -> first instanceof SmtpInput.Permitted
                ? judge(new Question.SpokeEarly(client), sessionTags) : CompletableFuture.completedFuture(first));
    }

    CompletionStage<SmtpInput.Consulted> ask(SmtpSession session, SmtpAction.Consult consult) {
        Client client = client(session);
        if (consult instanceof SmtpAction.ConsultOnHello hello) {
            return judge(new Question.Greeted(client, hello.client()), sessionTags);
        }
        if (consult instanceof SmtpAction.ConsultOnMail mail) {
            transactionTags.clear();
            check = Optional.empty();
            copies = 0;
            if (isHeldBeyondItsDeadline(mail.parameters())) {
                return CompletableFuture.completedFuture(new SmtpInput.Forbidden(HELD_TOO_LONG, false));
            }
            return submission(session).reversePath(mail.reversePath()).thenCompose(refusal -> refusal.isPresent()
                    ? CompletableFuture.completedFuture(forbid("submission.reverse-path", refusal.get(), false))
                    : judge(new Question.SenderNamed(client, mail.reversePath(), mail.parameters()), transactionTags)).thenApply(consulted -> {
                        if (consulted instanceof SmtpInput.Permitted && isStranger(client)) {
                            check = services.checks().begin(client.address(), client.helo().orElse(""), mail.reversePath());
                        }
                        return consulted;
                    });
        }
        if (consult instanceof SmtpAction.ConsultOnData data) {
            return judge(new Question.DataAnnounced(client, data.envelope().reversePath(), forwardPaths(data.envelope())), transactionTags);
        }
        throw new AssertionError(consult);
    }

    /** Whether mail of this client comes from somewhere else, and nobody has vouched for it yet. */
    private boolean isStranger(Client client) {
        return settings.rules().role() == SmtpRules.Role.TRANSFER && client.account().isEmpty() && !client.trusted();
    }

    /** What is found out about the message of the transaction; empty where nobody looks. */
    Optional<MessageCheck> check() {
        return check;
    }

    /** What is looked for in the message of the transaction: only hosts that we trust may speak in our name (RFC 8601 section 5). */
    ForgedFields forged() {
        boolean trusted = settings.trusted().test(remote.getAddress()) || settings.rules().role() == SmtpRules.Role.LMTP;
        return new ForgedFields(trusted ? Optional.empty() : Optional.of(services.checks().authservId()));
    }

    /** Remembers and records what was found out about the message; empty if it may be accepted. */
    Optional<Reply> checked(CheckedMessage checked) {
        checked.results().forEach(result -> recorder.checked(result.method(), result.result(),
                result.properties().stream().map(each -> each.type() + "." + each.name() + "=" + each.value()).collect(Collectors.joining(" ")), result.reason().orElse("")));
        checked.tags().forEach(tag -> tag(tag, transactionTags));
        checked.refusal().ifPresent(refusal -> rule = refusal.rule());
        return checked.refusal().map(Verdict.Refuse::reply);
    }

    /** RFC 4865 section 5.2.2. HOLDFOR the session compares itself; it has no clock for HOLDUNTIL. */
    private boolean isHeldBeyondItsDeadline(MailParameters parameters) {
        Instant now = services.clock().instant();
        return parameters.futureRelease().isPresent() && parameters.deliverBy().isPresent()
                && parameters.futureRelease().get().releaseAt(now).isAfter(parameters.deliverBy().get().deadline(now));
    }

    /** At the end of data; empty if it may be accepted. */
    CompletionStage<Optional<Reply>> complete(SmtpSession session, Envelope envelope, long octets, HeaderFields header) {
        return judge(new Question.ContentComplete(client(session), envelope.reversePath(), forwardPaths(envelope), octets, header), transactionTags)
                .thenApply(consulted -> consulted instanceof SmtpInput.Forbidden forbidden ? Optional.of(forbidden.reply()) : Optional.empty());
    }

    /** What policies let pass with a remark: about the session, then about the transaction. */
    List<Verdict.Tag> tags() {
        List<Verdict.Tag> all = new ArrayList<>(sessionTags);
        all.addAll(transactionTags);
        return all;
    }

    Submission submission(SmtpSession session) {
        return new Submission(services, settings.submission(),
                settings.trusted().test(remote.getAddress()) ? Optional.empty() : session.account());
    }

    CompletionStage<? extends SmtpInput> recipient(SmtpSession session, SmtpAction.CheckRecipient check) {
        Client client = client(session);
        return judge(new Question.RecipientNamed(client, check.envelope().reversePath(), check.forwardPath()), transactionTags)
                .thenCompose(consulted -> {
                    if (consulted instanceof SmtpInput.Forbidden forbidden) {
                        return CompletableFuture.completedFuture(forbidden.close() ? new SmtpInput.Interrupted(forbidden.reply())
                                : new SmtpInput.RecipientRefused(forbidden.reply()));
                    }
                    if (!check.envelope().reversePath().toString().isEmpty() && services.routing().takesReportsOnly(check.forwardPath())) {
                        rule = "routing";
                        return CompletableFuture.completedFuture(new SmtpInput.RecipientRefused(REPORTS_ONLY));
                    }
                    return services.routing().route(check.forwardPath(), check.envelope().parameters().declaredSize())
                            .thenApply(routed -> routed(client, check.forwardPath(), routed));
                });
    }

    private SmtpInput routed(Client client, ForwardPath forwardPath, Routed routed) {
        if (routed instanceof Routed.Deliver deliver) {
            Optional<SmtpInput> denied = denied(client, forwardPath, deliver.legs());
            if (denied.isPresent()) {
                return denied.get();
            }
            copies += deliver.legs().size();
            services.limits().recipientAccepted(client, forwardPath);
            return new SmtpInput.RecipientAccepted(new FoundTarget(deliver.legs()));
        }
        if (routed instanceof Routed.External external) {
            if (client.account().isPresent() || client.trusted()) {
                Address address = external.address();
                services.limits().recipientAccepted(client, forwardPath);
                return new SmtpInput.RecipientAccepted(new FoundTarget(List.of(new Leg(address.toString(), Target.Relay.to(address.domain().text())))));
            }
            rule = "relay";
            return new SmtpInput.RecipientRefused(Replies.RELAY_DENIED);
        }
        if (routed instanceof Routed.Refused refused) {
            rule = "routing";
            if (isUnknown(refused.reply())) {
                services.limits().recipientUnknown(client, forwardPath);
            }
            return new SmtpInput.RecipientRefused(refused.reply());
        }
        throw new AssertionError(routed);
    }

    private Optional<SmtpInput> denied(Client client, ForwardPath forwardPath, List<Leg> legs) {
        if (client.account().isEmpty() && !client.trusted() && routesOn(forwardPath, legs)) {
            rule = "relay";
            return Optional.of(new SmtpInput.RecipientRefused(Replies.RELAY_DENIED));
        }
        if (copies > 0 && copies + legs.size() > Math.max(MOST_COPIES, settings.rules().limits().recipients())) {
            rule = "routing";
            return Optional.of(new SmtpInput.RecipientRefused(TOO_MANY_COPIES));
        }
        return Optional.empty();
    }

    /** Whether a local-part such as {@code user%elsewhere} goes to a host behind us, which trusts us and might send it on to there. */
    private static boolean routesOn(ForwardPath forwardPath, List<Leg> legs) {
        return forwardPath instanceof Address address && address.localPart().value().chars().anyMatch(c -> "@%!".indexOf(c) >= 0)
                && legs.stream().anyMatch(leg -> leg.target() instanceof Target.Relay && leg.forwardPath().startsWith(address.localPart() + "@"));
    }

    /** RFC 3463 section 3.2: X.1.1 is a bad destination mailbox address; one that is full, or in a loop, is known. */
    private static boolean isUnknown(Reply reply) {
        return reply.isPermanent() && reply.status().equals(Replies.NO_SUCH_MAILBOX.status());
    }

    /** Whether an attempt to log in may be made now; the reply ends the session. */
    CompletionStage<SmtpInput.Consulted> login(SmtpSession session, String user) {
        return judge(new Question.AuthenticationAsked(client(session), user), sessionTags);
    }

    void loginFailed(SmtpSession session, String user) {
        services.limits().authFailed(client(session), user);
    }

    void messageAccepted(SmtpSession session, Envelope envelope) {
        services.limits().messageAccepted(client(session), forwardPaths(envelope));
    }

    /** From here on the client is whom the proxy speaks for. */
    void assume(XclientAttributes attributes) {
        InetSocketAddress proxy = remote;
        remote = new InetSocketAddress(attributes.address().orElse(proxy.getAddress()), attributes.port().orElse(proxy.getPort()));
        recorder.clientAssumed(proxy.getAddress().getHostAddress(), remote.getAddress().getHostAddress() + ":" + remote.getPort());
        attributes.login().ifPresent(account -> recorder.authenticated(account, Optional.empty()));
        closed();
        sessionTags.clear();
        transactionTags.clear();
    }

    /** The session is over. */
    void closed() {
        counted.ifPresent(services.limits()::closed);
        counted = Optional.empty();
    }

    private CompletionStage<SmtpInput.Consulted> judge(Question question, List<Verdict.Tag> tags) {
        return services.policies().ask(question).thenApply(judgement -> consulted(judgement, tags));
    }

    private SmtpInput.Consulted consulted(Judgement judgement, List<Verdict.Tag> tags) {
        judgement.tags().forEach(tag -> tag(tag, tags));
        return judgement.refusal().<SmtpInput.Consulted>map(refusal -> forbid(refusal.rule(), refusal.reply(), refusal.closeConnection()))
                .orElse(PERMITTED);
    }

    private void tag(Verdict.Tag tag, List<Verdict.Tag> tags) {
        if (tags.size() < MOST_TAGS && !tags.contains(tag)) {              // once, not for each recipient
            tags.add(tag);
            recorder.tagged(tag.rule(), tag.text());
        }
    }

    private SmtpInput.Consulted forbid(String name, Reply reply, boolean close) {
        rule = name;
        return new SmtpInput.Forbidden(reply, close);
    }

    private Client client(SmtpSession session) {
        return new Client(recorder.id(), settings.service(), remote.getAddress(), session.client(), session.account(),
                settings.trusted().test(remote.getAddress()), session.secured());
    }

    private static List<ForwardPath> forwardPaths(Envelope envelope) {
        return envelope.recipients().stream().map(Envelope.Recipient::forwardPath).toList();
    }
}
