package org.sterna.platform.transfer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.blob.Content;
import org.sterna.platform.transfer.Errand.Carried;
import org.sterna.platform.transfer.Errand.Sign;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.smtp.ClientAction;
import org.sterna.protocols.smtp.ClientPlan;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Outcome;
import org.sterna.protocols.smtp.parameter.BodyType;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** One errand within its session: what is known of each recipient so far. Not safe for use by several threads. */
final class Transaction {
    private final Errand errand;
    private final boolean reused;
    private final Map<ForwardPath, Outcome> outcomes = new HashMap<>();
    private final List<ForwardPath> left = new ArrayList<>();
    private final Set<Sign> signs = EnumSet.noneOf(Sign.class);
    private Content content;
    private boolean answered;
    private boolean sent;

    /** @param reused the session had another errand before */
    Transaction(Errand errand, boolean reused) {
        this.errand = errand;
        this.reused = reused;
        this.content = errand.job().content();
    }

    Errand errand() {
        return errand;
    }

    /** As it goes over the wire. */
    Content content() {
        return content;
    }

    ClientPlan plan(MailParameters parameters) {
        RelayJob job = errand.job();
        List<ClientPlan.Recipient> recipients = errand.recipients().stream().map(each -> new ClientPlan.Recipient(each, job.recipients().get(each))).toList();
        return new ClientPlan(job.reversePath(), recipients, content.size(), parameters, job.purpose(), errand.lenient());
    }

    ClientPlan converted(ClientPlan plan, Content sevenBit) {
        content = sevenBit;
        MailParameters all = plan.parameters();
        return new ClientPlan(plan.reversePath(), plan.recipients(), content.size(), new MailParameters(all.declaredSize(), BodyType.SEVEN_BIT, all.demands(),
                all.dsn(), all.deliverBy(), all.futureRelease(), all.priority()), plan.purpose(), plan.lenient());
    }

    /** Completes when it is durable that the content may have been sent. */
    CompletionStage<Void> mayBeSent(String host, String security) {
        try {
            return errand.job().beforeContent().begin(host, security, content.size());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void begun() {
        signs.add(Sign.BEGUN);
    }

    void answered() {
        answered = true;
    }

    /** The last octets of the content are given to the connection. */
    void sent() {
        sent = true;
    }

    void decide(ForwardPath path, Outcome outcome) {
        outcomes.put(path, outcome);
    }

    void decideAll(Outcome outcome) {
        errand.recipients().stream().filter(each -> !left.contains(each)).forEach(each -> outcomes.putIfAbsent(each, outcome));
    }

    void leave(ForwardPath path) {
        left.add(path);
    }

    void retryInClear() {
        signs.add(Sign.RETRY_IN_CLEAR);
    }

    Set<Sign> signs() {
        return signs;
    }

    /** All is known. */
    void end(Set<Sign> all, String security) {
        if (reused && !answered && !sent && !all.contains(Sign.REUSABLE) && signs.contains(Sign.BEGUN)) {
            all.add(Sign.STALE);
        }
        errand.done().accept(new Carried(outcomes, left, all, security));
    }

    /** The session takes no message. */
    void unusable(ClientAction.Unusable unusable, Set<Sign> all, String security) {
        if (reused) {
            all.add(Sign.STALE);
        }
        Optional<MailParameters> parameters = errand.job().parameters().get();
        decideAll(parameters.map(each -> plan(each).outcomeOf(unusable)).orElse(unusable.outcome()));
        errand.done().accept(new Carried(outcomes, left, all, security));
    }

    /** The session stopped before it knew: what was sent may have arrived. */
    void broken(EnhancedStatus status, String reason, Set<Sign> all, String security) {
        decideAll(sent ? new Outcome.Ambiguous(reason, content.size()) : new Outcome.Deferred(status, reason, Optional.empty()));
        errand.done().accept(new Carried(outcomes, left, all, security));
    }

    /** The session had ended before it was asked. */
    void gone() {
        lost("the connection was lost", Set.of(Sign.STALE, Sign.REACHED), "");
    }

    /** Nothing of it was begun. */
    void lost(String reason, Set<Sign> all, String security) {
        decideAll(new Outcome.Deferred(new EnhancedStatus(4, 4, 2), reason, Optional.empty()));
        errand.done().accept(new Carried(outcomes, left, all, security));
    }
}
