package org.sterna.persistence.mailbox.pekko;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Repetition;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory;

/**
 * What was answered to the last commands that must not be done twice. Those of this life of the entity are in memory, those of the lives before in its journal.
 * Belongs to the entity's actor.
 */
final class AnsweredCommands {
    private static final int MOST = 64;

    private final ActorContext<MailboxEntity.Message> context;
    private final MailboxId mailbox;
    private final Map<Object, Answered> last = new LinkedHashMap<>();

    /** @param again whether it was a repetition: then the first of these commands may still come */
    private record Answered(Verdict verdict, boolean again) { }

    AnsweredCommands(ActorContext<MailboxEntity.Message> context, MailboxId mailbox) {
        this.context = context;
        this.mailbox = mailbox;
    }

    /** What this life of the entity answered to the same request before. */
    Optional<Verdict> find(MailboxEntity.Request request) {
        return last.isEmpty() ? Optional.empty()
                : Repetition.key(request.command()).map(last::get).filter(each -> request.again() || each.again()).map(Answered::verdict);
    }

    /** What follows from the request is durable. Octets are not kept. */
    void put(MailboxEntity.Request request, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted accepted) {
            Repetition.key(request.command()).ifPresent(key -> {
                last.put(key, new Answered(new Verdict.Accepted(List.of(), accepted.answer()), request.again()));
                if (last.size() > MOST) {
                    last.remove(last.keySet().iterator().next());
                }
            });
        }
    }

    /**
     * Looks in the journal, up to the state's last event: what stands behind it was never acknowledged. The entity is told; if the journal cannot be read it is
     * not, and whoever asks does so again.
     */
    void recall(Mailbox state, MailboxEntity.Request request) {
        new MailboxHistory(JournalReader.of(context.getSystem())).answer(mailbox, state, request.command()).whenComplete((answer, failure) -> {
            if (failure == null) {
                context.getSelf().tell(new MailboxEntity.Recalled(request, answer));
            } else {
                context.getSystem().log().warn("mailbox {}: an answer cannot be looked for: {}", mailbox, failure.toString());
            }
        });
    }
}
