package org.sterna.persistence.mailbox.pekko;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Totals;

/** Who is told what one mailbox holds: its account, for the quota. Belongs to the entity's actor. */
final class TotalsWatchers {
    private final ActorContext<MailboxEntity.Message> context;
    private final MailboxId mailbox;
    private final Set<ActorRef<MailboxEntity.Watched>> watchers = new LinkedHashSet<>();

    TotalsWatchers(ActorContext<MailboxEntity.Message> context, String mailbox) {
        this.context = context;
        this.mailbox = new MailboxId(mailbox);
    }

    void add(ActorRef<MailboxEntity.Watched> watcher, Totals totals) {
        if (watchers.add(watcher)) {
            context.watchWith(watcher, new MailboxEntity.WatcherStopped(watcher));
        }
        watcher.tell(new MailboxEntity.Watched(mailbox, context.getSelf(), totals));
    }

    void remove(ActorRef<MailboxEntity.Watched> watcher) {
        watchers.remove(watcher);
    }

    boolean isEmpty() {
        return watchers.isEmpty();
    }

    /** To be called behind every durable event. */
    void tell(Totals totals) {
        MailboxEntity.Watched now = new MailboxEntity.Watched(mailbox, context.getSelf(), totals);
        watchers.forEach(watcher -> watcher.tell(now));
    }
}
