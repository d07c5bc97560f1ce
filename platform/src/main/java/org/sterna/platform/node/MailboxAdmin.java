package org.sterna.platform.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.sterna.persistence.account.Account;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.AccountEvent.Folder;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.Totals;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory;
import org.sterna.persistence.mailbox.cassandra.MailboxHistory.Entry;
import org.sterna.persistence.mailbox.cassandra.MailboxStates;
import org.sterna.persistence.mailbox.pekko.MailboxEntity;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.asking.Asking;

/** What an account's mailboxes hold, and what has happened to them. */
final class MailboxAdmin {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 100_000;
    private static final int PAGE = 256;

    private final DirectoryServices services;
    private final ClusterSharding sharding;
    private final MailboxHistory history;
    private final MailboxStates states;
    private final Function<SessionId, CompletionStage<List<SessionEvent>>> sessions;

    /** @param sessions the events of a session; none if they are not kept any more */
    MailboxAdmin(DirectoryServices services, JournalReader journal, Function<SessionId, CompletionStage<List<SessionEvent>>> sessions) {
        this.services = services;
        this.sessions = sessions;
        sharding = services.sharding();
        history = new MailboxHistory(journal);
        states = new MailboxStates(journal);
    }

    CompletionStage<AdminResult> handle(List<String> command) {
        Words words = Words.of(command);
        String address = services.key(words.plain().get(2));
        return Asking.SOON.<AccountEntity.Message, AccountEntity.Response>ask(sharding.entityRefFor(AccountEntity.TYPE, address), replyTo ->
                new AccountEntity.Request(new AccountCommand.Look(), replyTo)).thenCompose(response -> {
                    Account account = response.account();
                    if (!account.exists()) {
                        return DirectoryServices.refused("there is no account " + address + "; ./sterna account list shows them");
                    }
                    if (words.plain().get(1).equals("list")) {
                        return list(List.copyOf(account.folders().entrySet()), words.has("--json"));
                    }
                    Optional<Folder> folder = Optional.ofNullable(account.folders().get(Account.spelled(words.plain().get(3))));
                    if (folder.isEmpty()) {
                        return DirectoryServices.refused(address + " has no mailbox " + Printable.text(words.plain().get(3))
                                + "; ./sterna mailbox list " + address + " shows them");
                    }
                    return words.plain().get(1).equals("log") ? log(folder.get().mailbox(), words)
                            : DirectoryAdmin.unknown(command);
                });
    }

    private CompletionStage<AdminResult> list(List<Map.Entry<String, Folder>> folders, boolean json) {
        return totals(folders, 0, new ArrayList<>()).thenApply(all -> AdminResult.done(json ? Json.write(all)
                : all.stream().map(MailboxAdmin::line).collect(Collectors.joining("\n"))));
    }

    private CompletionStage<List<Map<String, Object>>> totals(List<Map.Entry<String, Folder>> folders, int at, List<Map<String, Object>> found) {
        if (at == folders.size()) {
            return CompletableFuture.completedFuture(found);
        }
        Folder folder = folders.get(at).getValue();
        return Asking.SOON.<MailboxEntity.Message, Totals>ask(sharding.entityRefFor(MailboxEntity.TYPE, folder.mailbox().value()), MailboxEntity.Count::new).thenComposeAsync(totals -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", folders.get(at).getKey());
            fields.put("messages", totals.messages());
            fields.put("unseen", totals.unseen());
            fields.put("octets", totals.octets());
            fields.put("highestmodseq", totals.highestModSeq());
            fields.put("uidvalidity", folder.uidValidity());
            fields.put("mailboxid", folder.mailbox());
            fields.put("uses", folder.uses().stream().sorted().map(SpecialUse::attribute).toList());
            found.add(fields);
            return totals(folders, at + 1, found);
        });
    }

    private static String line(Map<String, Object> fields) {
        List<?> uses = (List<?>) fields.get("uses");
        return Printable.text(fields.get("name").toString()) + "  " + fields.get("messages") + " messages, " + fields.get("unseen") + " unseen, "
                + fields.get("octets") + " octets  HIGHESTMODSEQ " + fields.get("highestmodseq") + "  UIDVALIDITY " + fields.get("uidvalidity")
                + "  MAILBOXID " + fields.get("mailboxid") + (uses.isEmpty() ? "" : "  " + uses.stream().map(Object::toString).collect(Collectors.joining(" ")));
    }

    /** The last events, the latest last. */
    private CompletionStage<AdminResult> log(MailboxId mailbox, Words words) {
        Instant since = words.option("--since").map(Instant::parse).orElse(Instant.MIN);
        int limit = Math.min(MAX_LIMIT, words.option("--limit").map(Integer::parseInt).orElse(DEFAULT_LIMIT));
        return entries(mailbox, Long.MAX_VALUE, since, limit, new ArrayList<>()).thenCompose(entries -> {
            Collections.reverse(entries);
            long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).number();
            List<SessionId> named = entries.stream().flatMap(entry -> entry.event().by().session().stream()).distinct().toList();
            return ActingNames.read(named, sessions).thenCombine(states.load(mailbox, last), (acting, state) -> {
                List<Map<String, Object>> lines = entries.stream().map(entry -> MailboxEventText.describe(entry, state.keywords(), acting)).toList();
                return AdminResult.done(words.has("--json") ? Json.write(lines)
                        : lines.stream().map(MailboxEventText::print).collect(Collectors.joining("\n")));
            });
        });
    }

    private CompletionStage<List<Entry>> entries(MailboxId mailbox, long before, Instant since, int limit, List<Entry> found) {
        return history.backward(mailbox, before, Math.min(PAGE, limit - found.size())).thenComposeAsync(page -> {
            for (Entry entry : page.entries()) {
                if (entry.at().isBefore(since)) {
                    return CompletableFuture.completedFuture(found);
                }
                found.add(entry);
            }
            return page.next().isEmpty() || found.size() >= limit ? CompletableFuture.completedFuture(found)
                    : entries(mailbox, page.next().get(), since, limit, found);
        });
    }
}
