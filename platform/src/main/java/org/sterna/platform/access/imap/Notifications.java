package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.protocols.imap.FetchItem;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.ImapResponses;
import org.sterna.protocols.imap.SelectedView;
import org.sterna.protocols.imap.StatusResponse;

/**
 * NOTIFY: what a client is told that no command of its own has asked for (RFC 5465). Nothing is queued: the session remembers
 * which states it has told and which there are now, and tells the difference when it may. For the actor's thread.
 */
final class Notifications implements Bystander {
    private final SessionScope scope;
    private final Dialogue dialogue;
    private final Selection selection;
    private final NewMessages newMessages;

    private Optional<NotifyWish> wish = Optional.empty();
    private Optional<ActorRef<AccountFollower.Message>> follower = Optional.empty();
    private Account told = Account.EMPTY;
    private Account latest = Account.EMPTY;
    private final ToldTotals toldTotals = new ToldTotals();
    private final Map<MailboxId, Totals> latestTotals = new HashMap<>();
    /** Of the selected mailbox: the highest UID that is not new. */
    private Optional<MailboxId> watched = Optional.empty();
    private long lastUid;
    private boolean overflowing;
    private final Own own = new Own();

    Notifications(SessionScope scope, Dialogue dialogue, Selection selection) {
        this.scope = scope;
        this.dialogue = dialogue;
        this.selection = selection;
        this.newMessages = new NewMessages(scope);
    }

    // The command.

    /** RFC 5465 section 3.1. From now on the client hears of nothing, not even of the selected mailbox. */
    CompletionStage<StatusResponse> none() {
        stop();
        wish = Optional.of(NotifyWish.NOTHING);
        return CompletableFuture.completedFuture(StatusResponse.ok("NOTIFY completed"));
    }

    CompletionStage<StatusResponse> set(ImapCommand.NotifySet set) {
        return scope.folders().account().thenComposeAsync(account -> {
            NotifyWish next = NotifyWish.of(set.groups());
            List<FolderFilter.Named> mailboxes = next.watched(account);
            if (mailboxes.size() > NotifyWish.MOST_MAILBOXES) {
                throw Refusal.no("NOTIFICATIONOVERFLOW", "At most " + NotifyWish.MOST_MAILBOXES + " mailboxes can be watched");
            }
            return totals(mailboxes).thenApplyAsync(counted -> {
                stop();
                begin(next, account);
                toldTotals.putAll(counted);
                if (set.status()) {
                    mailboxes.forEach(named -> tellFirst(next, named));
                }
                return StatusResponse.ok("NOTIFY completed");
            }, scope.actor());
        }, scope.actor());
    }

    /** What there is in the watched mailboxes before anything is told of them; some are asked at the same time. */
    private CompletionStage<Map<MailboxId, Totals>> totals(List<FolderFilter.Named> mailboxes) {
        Map<MailboxId, Totals> counted = new HashMap<>();
        Iterator<FolderFilter.Named> each = mailboxes.iterator();
        return Repetition.of(scope.actor(), () -> {
            List<CompletableFuture<Void>> asked = new ArrayList<>();
            while (asked.size() < MailboxStatus.AT_ONCE && each.hasNext()) {
                MailboxId mailbox = each.next().folder().mailbox();
                asked.add(scope.folders().totals(mailbox).thenAcceptAsync(totals -> counted.put(mailbox, totals), scope.actor())
                        .toCompletableFuture());
            }
            return asked.isEmpty() ? Optional.empty() : Optional.of(CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)));
        }).thenApply(unused -> counted);
    }

    /** RFC 5465 section 3.1: the selected mailbox apart. */
    private void tellFirst(NotifyWish next, FolderFilter.Named named) {
        if (selection.selected(named.folder()).isEmpty()) {
            scope.output().write(NotifiedStatus.first(named, next.events(told, named.name()),
                    toldTotals.of(named.folder().mailbox()).orElseThrow(), dialogue.session().enabled()));
        }
    }

    private void begin(NotifyWish next, Account account) {
        wish = Optional.of(next);
        told = account;
        latest = account;
        selection.selected().ifPresent(mailbox -> {
            watched = Optional.of(mailbox.id());
            lastUid = mailbox.state().uidNext() - 1;
        });
        if (next.needsAccount()) {
            scope.folders().observe(own);
            follower = Optional.of(dialogue.spawn(AccountFollower.create(scope.services().sharding()
                    .entityRefFor(AccountEntity.TYPE, scope.address()), ids(next.watched(account)), account.events(), dialogue.self())));
        }
    }

    private static Set<MailboxId> ids(List<FolderFilter.Named> mailboxes) {
        return mailboxes.stream().map(named -> named.folder().mailbox()).collect(Collectors.toSet());
    }

    private void stop() {
        scope.folders().observe(Folders.Observer.NOBODY);
        follower.ifPresent(dialogue::stop);
        follower = Optional.empty();
        toldTotals.clear();
        latestTotals.clear();
        overflowing = false;
        wish = Optional.empty();
    }

    // What happens.

    /** The client knows what it does itself (RFC 5465 section 5). */
    private final class Own implements Folders.Observer {
        @Override
        public void onAccount(AccountEntity.Response response) {
            int events = response.verdict() instanceof AccountVerdict.Accepted accepted ? accepted.events().size() : 0;
            scope.actor().execute(() -> {
                Account account = response.account();
                if (follower.isPresent() && account.events() == told.events() + events && latest.events() <= account.events()) {   // nothing else at the same time
                    told = account;
                    onAccountNow(account);
                }
            });
        }

        @Override
        public void onMailbox(MailboxId mailbox, MailboxCommand command, Verdict.Answer answer) {
            if (command instanceof MailboxCommand.AddMessages add && answer instanceof Verdict.Added added) {
                scope.actor().execute(() -> toldTotals.added(mailbox, add.messages(), added.uids()));
            } else if (command instanceof MailboxCommand.Expunge && answer instanceof Verdict.Expunged gone && !gone.uids().isEmpty()) {
                scope.actor().execute(() -> toldTotals.expunged(mailbox, (int) gone.uids().size(), gone.event()));
            }
        }
    }

    /** Which mailboxes are watched may depend on it. */
    private void onAccountNow(Account account) {
        latest = account;
        List<FolderFilter.Named> watchedNow = wish.orElseThrow().watched(account);
        overflowing = watchedNow.size() > NotifyWish.MOST_MAILBOXES;
        if (!overflowing) {
            follower.orElseThrow().tell(new AccountFollower.Watch(ids(watchedNow)));
        }
    }

    @Override
    public boolean onMessage(Object message) {
        if (!(message instanceof AccountFollower.News news)) {
            return false;
        }
        if (follower.isPresent()) {
            follower.get().tell(AccountFollower.Taken.NEXT);
            news.account().filter(account -> account.events() > latest.events()).ifPresent(this::onAccountNow);
            latestTotals.putAll(news.totals());
            selection.announceSoon();
        }
        return true;
    }

    @Override
    public void onChange(SelectedMailbox mailbox, Mailbox before) {
        if (!watched.equals(Optional.of(mailbox.id()))) {
            watched = Optional.of(mailbox.id());
            lastUid = before.uidNext() - 1;
        }
    }

    @Override
    public void onUnselected() {
        watched = Optional.empty();
    }

    @Override
    public void onEnd() {
        stop();
    }

    // What is told.

    @Override
    public Wanted wants() {
        return wish.map(NotifyWish::ofSelected).orElse(Wanted.EVERYTHING);
    }

    @Override
    public Optional<SelectedView.Moment> tellsAtOnce() {
        return wish.filter(each -> each != NotifyWish.NOTHING).map(NotifyWish::moment);
    }

    @Override
    public boolean hasNews(SelectedView.Moment moment) {
        return overflowing || follower.isPresent() && (latest.events() > told.events() || !latestTotals.isEmpty()) || hasNewMessages();
    }

    private boolean hasNewMessages() {
        return !items().isEmpty() && selection.selected().filter(this::hasNew).isPresent();
    }

    /** New to the client, which has been told that they exist. */
    private boolean hasNew(SelectedMailbox mailbox) {
        int exists = mailbox.view().exists();
        return watched.equals(Optional.of(mailbox.id())) && exists > 0 && mailbox.view().uidAt(exists) > lastUid;
    }

    private List<FetchItem> items() {
        return wish.map(NotifyWish::items).orElse(List.of());
    }

    @Override
    public CompletionStage<Void> announce(SelectedView.Moment moment) {
        if (overflowing) {
            none();                                                  // RFC 5465 section 5.8
            scope.output().write(ImapResponses.untagged(StatusResponse.ok("Too much to notify of").withCode("NOTIFICATIONOVERFLOW")));
        }
        if (follower.isPresent()) {
            NotifyWish wanted = wish.orElseThrow();
            new AccountDifference(told, latest, wanted, dialogue.session().enabled()).responses().forEach(scope.output()::write);
            latestTotals.forEach((mailbox, totals) -> tell(wanted, mailbox, totals));
            told = latest;
            latestTotals.clear();
        }
        if (!hasNewMessages()) {
            return scope.output().room();
        }
        SelectedMailbox mailbox = selection.selected().orElseThrow();
        UidSet arrived = new UidSet.Builder().add(lastUid + 1, mailbox.view().uidAt(mailbox.view().exists())).build();
        lastUid = arrived.last();
        return newMessages.fetch(mailbox, arrived, items());
    }

    /** Of the selected mailbox its own responses tell. */
    private void tell(NotifyWish wanted, MailboxId mailbox, Totals totals) {
        if (toldTotals.isLaterThan(mailbox, totals)) {
            return;
        }
        Optional<Totals> before = toldTotals.put(mailbox, totals);
        boolean isSelected = selection.selected().filter(selected -> selected.id().equals(mailbox)).isPresent();
        if (!isSelected && !totals.gone()) {
            NotifyWish.named(latest, mailbox).ifPresent(named -> NotifiedStatus.of(named, wanted.events(latest, named.name()), before, totals,
                    dialogue.session().enabled()).ifPresent(scope.output()::write));
        }
    }
}
