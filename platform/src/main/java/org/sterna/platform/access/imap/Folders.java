package org.sterna.platform.access.imap;

import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.account.AccountVerdict;
import org.sterna.persistence.account.Annotation;
import org.sterna.persistence.account.AnnotationLimits;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.Mailbox;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.Verdict;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.mailbox.pekko.MailboxReplicas;
import org.sterna.persistence.mailbox.pekko.MailboxView;
import org.sterna.platform.access.AccessServices;
import org.sterna.platform.asking.Asking;
import org.sterna.protocols.imap.MailboxName;

/**
 * The folder tree of one account, and the mailboxes behind its names.
 *
 * <p>A mailbox is made in two steps: the account names it and decides its UIDVALIDITY, then the Mailbox entity is told. If
 * the second step was lost, the mailbox is unknown to its entity; whoever meets that tells it again. Stages may complete on
 * any thread; they fail with {@link Refusal}, or as asking and storing fails.
 */
final class Folders {
    /** Also for a mailbox whose node has just died. */
    static final Duration PATIENCE = Asking.SOON.all();

    private final AccessServices services;
    private final ActorSystem<?> system;
    private final String address;
    private final SessionId session;
    private volatile Observer observer = Observer.NOBODY;

    Folders(AccessServices services, ActorSystem<?> system, String address, SessionId session) {
        this.services = services;
        this.system = system;
        this.address = address;
        this.session = session;
    }

    /** Who is told what the session itself has changed, before its command is answered; on any thread. */
    interface Observer {
        Observer NOBODY = new Observer() { };

        /** The account was changed. */
        default void onAccount(AccountEntity.Response own) { }

        /** A mailbox was asked to change and has agreed. */
        default void onMailbox(MailboxId mailbox, MailboxCommand command, Verdict.Answer answer) { }
    }

    /** There is one observer at a time. */
    void observe(Observer next) {
        observer = next;
    }

    private By by() {
        return By.session(session, services.clock().instant());
    }

    /** The name as mailboxes have it: what looks the same is the same (RFC 9051 section 5.1, RFC 5198 section 3). */
    static MailboxName normal(MailboxName name) {
        return Normalizer.isNormalized(name.value(), Normalizer.Form.NFC) ? name
                : MailboxName.of(Normalizer.normalize(name.value(), Normalizer.Form.NFC)).orElse(name);
    }

    /** The account as it is now. */
    CompletionStage<Account> account() {
        return ask(new AccountCommand.Look());
    }

    CompletionStage<Folder> find(MailboxName name) {
        return found(name, "NONEXISTENT");
    }

    /** Where messages are to be put; a client that may create it is told so (RFC 3501 section 7.1). */
    CompletionStage<Folder> target(MailboxName name) {
        return found(name, "TRYCREATE");
    }

    private CompletionStage<Folder> found(MailboxName named, String code) {
        MailboxName name = normal(named);
        return account().thenApply(account -> Optional.ofNullable(account.folders().get(name.value()))
                .orElseThrow(() -> Refusal.no(code, "No such mailbox")));
    }

    /** Makes the mailbox and those above it that are missing (RFC 3501 section 6.3.3). */
    CompletionStage<Folder> create(MailboxName named, Set<SpecialUse> uses) {
        MailboxName name = normal(named);
        return account().thenCompose(account -> {
            if (account.folders().containsKey(name.value())) {
                throw refusal(AccountVerdict.Reason.FOLDER_EXISTS);
            }
            if (uses.stream().anyMatch(use -> account.withUse(use).isPresent())) {
                throw refusal(AccountVerdict.Reason.USE_TAKEN);      // before anything above it is made
            }
            return createAll(missingAbove(name, account)).thenCompose(unused -> createOne(name, uses));
        });
    }

    private static List<MailboxName> missingAbove(MailboxName name, Account account) {
        List<MailboxName> missing = new ArrayList<>();
        for (Optional<MailboxName> above = name.parent(); above.isPresent(); above = above.get().parent()) {
            if (!account.folders().containsKey(above.get().value())) {
                missing.add(above.get());
            }
        }
        Collections.reverse(missing);
        return missing;
    }

    private CompletionStage<Void> createAll(List<MailboxName> names) {
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (MailboxName name : names) {
            done = done.thenCompose(unused -> createOne(name, Set.of())).thenAccept(made -> { });
        }
        return done;
    }

    private CompletionStage<Folder> createOne(MailboxName name, Set<SpecialUse> uses) {
        return ask(new AccountCommand.CreateFolder(name.value(), newId(), uses, services.clock().instant())).thenCompose(account -> {
            Folder folder = Optional.ofNullable(account.folders().get(name.value()))
                    .orElseThrow(() -> Refusal.no("NONEXISTENT", "The mailbox was deleted"));
            return make(folder).thenApply(unused -> folder);
        });
    }

    private MailboxId newId() {
        return MailboxId.random(services.random());
    }

    /** Tells the entity of a mailbox that the account has named. Does nothing if it knows. */
    CompletionStage<Void> make(Folder folder) {
        MailboxCommand create = new MailboxCommand.Create(folder.mailbox(), address, folder.uidValidity(), by());
        return request(folder, create).thenAccept(verdict -> {
            if (verdict instanceof Verdict.Refused) {
                throw Refusal.no("NONEXISTENT", "The mailbox was deleted");
            }
        });
    }

    CompletionStage<Void> delete(MailboxName named) {
        MailboxName name = normal(named);
        return find(name).thenCompose(folder -> ask(new AccountCommand.DeleteFolder(name.value(), services.clock().instant()))
                .thenCompose(account -> request(folder, new MailboxCommand.Delete(by()))))
                .thenAccept(verdict -> { });                    // a mailbox that was never made has nothing to delete
    }

    /** Makes what is missing above the new name, too (RFC 3501 section 6.3.5). */
    CompletionStage<Void> rename(MailboxName named, MailboxName renamed) {
        MailboxName from = normal(named);
        MailboxName to = normal(renamed);
        return account().thenCompose(account -> {
            if (!account.folders().containsKey(from.value())) {
                throw refusal(AccountVerdict.Reason.NO_FOLDER);
            }
            if (account.folders().containsKey(to.value())) {
                throw refusal(AccountVerdict.Reason.FOLDER_EXISTS);
            }
            if (to.isBelow(from) && !from.isInbox()) {
                throw refusal(AccountVerdict.Reason.BAD_NAME);
            }
            return createAll(missingAbove(to, account));
        }).thenCompose(unused -> ask(new AccountCommand.RenameFolder(from.value(), to.value(), newId(), services.clock().instant())))
                .thenCompose(account -> Optional.ofNullable(account.folders().get(from.value())).filter(unused -> from.isInbox())
                        .map(this::make).orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    CompletionStage<Void> subscribe(MailboxName name) {
        return ask(new AccountCommand.Subscribe(normal(name).value())).thenAccept(account -> { });
    }

    CompletionStage<Void> unsubscribe(MailboxName name) {
        return ask(new AccountCommand.Unsubscribe(normal(name).value())).thenAccept(account -> { });
    }

    /** @param mailbox empty for the account itself; all entries or none */
    CompletionStage<Void> annotate(Optional<MailboxName> mailbox, Map<String, Optional<Annotation>> entries, AnnotationLimits limits) {
        return ask(new AccountCommand.SetAnnotations(mailbox.map(Folders::normal).map(MailboxName::value), entries, limits, services.clock().instant()))
                .thenAccept(account -> { });
    }

    private CompletionStage<Account> ask(AccountCommand command) {
        return Asking.SOON.<AccountEntity.Message, AccountEntity.Response>askAgain(services.sharding().entityRefFor(AccountEntity.TYPE, address),
                (replyTo, again) -> new AccountEntity.Request(command, Optional.empty(), replyTo, again)).thenApply(response -> {
                    if (response.verdict() instanceof AccountVerdict.Refused refused) {
                        throw refusal(refused.reason());
                    }
                    if (response.verdict() instanceof AccountVerdict.Accepted accepted && !accepted.events().isEmpty()) {
                        observer.onAccount(response);
                    }
                    return response.account();
                });
    }

    private static Refusal refusal(AccountVerdict.Reason reason) {
        String code = switch (reason) {                         // RFC 5530 section 3; HASCHILDREN is of RFC 9051 section 7.1
            case FOLDER_EXISTS, ACCOUNT_EXISTS, APP_PASSWORD_EXISTS -> "ALREADYEXISTS";
            case NO_FOLDER, NO_ACCOUNT, NO_APP_PASSWORD -> "NONEXISTENT";
            case HAS_CHILDREN -> "HASCHILDREN";
            case INBOX, BAD_NAME -> "CANNOT";
            case TOO_MANY, TOO_MANY_APP_PASSWORDS -> "LIMIT";
            case USE_TAKEN -> "USEATTR";                        // RFC 6154 section 3
            case TOO_MANY_ANNOTATIONS -> "METADATA TOOMANY";    // RFC 5464 section 4.3
            case ANNOTATION_TOO_BIG -> "METADATA MAXSIZE";
            case BAD_ENTRY -> "CANNOT";
        };
        return Refusal.no(code, reason.text());
    }

    /** Asks a mailbox that the account has named, and makes it first if that was missed. */
    CompletionStage<Verdict.Answer> ask(Folder folder, MailboxCommand command) {
        return request(folder, command).thenCompose(verdict ->
                verdict instanceof Verdict.Refused refused && refused.reason() == Verdict.Reason.NO_MAILBOX
                        ? make(folder).thenCompose(unused -> request(folder, command)) : CompletableFuture.completedFuture(verdict))
                .thenApply(Folders::answer).thenApply(answer -> {
                    observer.onMailbox(folder.mailbox(), command, answer);
                    return answer;
                });
    }

    /** Until its MOVE ends a message is not changed here: RFC 5530 section 3. */
    static Refusal beingMoved() {
        return Refusal.no("INUSE", "A message is being moved to another mailbox; try again later");
    }

    private static Verdict.Answer answer(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            throw switch (refused.reason()) {
                case NO_MAILBOX, EXISTS -> Refusal.no("NONEXISTENT", "The mailbox was deleted");
                case TOO_MANY_KEYWORDS -> Refusal.no("LIMIT", "The mailbox knows as many keywords as it can");
                case UIDS_EXHAUSTED -> Refusal.no("LIMIT", "The mailbox has no UIDs left");
                case NO_MESSAGE -> Refusal.no("EXPUNGEISSUED", "The message is gone");
                case TOO_LARGE -> Refusal.no("LIMIT", "Too much for one command");
                case IN_USE -> Refusal.no("INUSE", "The maildrop is another session's");
                case BEING_MOVED -> beingMoved();
            };
        }
        return ((Verdict.Accepted) verdict).answer();
    }

    private CompletionStage<Verdict> request(Folder folder, MailboxCommand command) {
        return Asking.SOON.askAgain(services.sharding().entityRefFor(MailboxEntity.TYPE, folder.mailbox().value()),
                (replyTo, again) -> new MailboxEntity.Request(command, replyTo, again));
    }

    /** What there is in a mailbox, without bringing it here; one that its entity does not know yet is empty. */
    CompletionStage<Totals> totals(MailboxId mailbox) {
        return Asking.SOON.ask(services.sharding().entityRefFor(MailboxEntity.TYPE, mailbox.value()), MailboxEntity.Count::new);
    }

    /** The state of a mailbox as this node's replica knows it; a mailbox that its entity does not know yet is empty. */
    CompletionStage<Mailbox> look(Folder folder) {
        return AskPattern.<MailboxReplicas.Message, MailboxView>ask(services.replicas(),
                replyTo -> new MailboxReplicas.Attach(folder.mailbox(), replyTo), PATIENCE, system.scheduler()).thenApply(view -> {
                    view.taken();
                    return view.state();
                });
    }
}
