package org.sterna.platform.node;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.directory.pekko.DirectoryEntity;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.platform.admin.AdminResult;

/** What was done to domains and routes, by whom and when: {@code domain log [NAME]} and {@code route log [PATTERN]}. */
final class DirectoryLog {
    private static final int PAGE = 500;
    private static final int SHOWN = 2000;

    private final DirectoryServices services;
    private final JournalReader journal;

    DirectoryLog(DirectoryServices services, JournalReader journal) {
        this.services = services;
        this.journal = journal;
    }

    /** The latest last. */
    CompletionStage<AdminResult> show(List<String> command) {
        Reading reading = new Reading(command.get(0), command.stream().skip(2).findFirst().map(DomainAdmin::pattern));
        return read(reading, 1, services.directory().get().events()).thenApply(lines -> AdminResult.done(String.join("\n", lines)));
    }

    private CompletionStage<Deque<String>> read(Reading reading, long from, long last) {
        if (from > last) {
            return CompletableFuture.completedFuture(reading.lines);
        }
        long to = Math.min(last, from + PAGE - 1);
        return journal.read(DirectoryEntity.KIND + "|" + DirectoryEntity.ID, from, to).thenCompose(rows -> {
            rows.forEach(reading::add);
            return read(reading, to + 1, last);
        });
    }

    /** A walk through the journal; used by one thread at a time. */
    static final class Reading {
        private final String kind;
        private final Optional<String> name;
        private final Deque<String> lines = new ArrayDeque<>();
        private Optional<String> who = Optional.empty();

        /**
         * @param kind {@code domain} or {@code route}
         * @param name of one of them; empty for all
         */
        Reading(String kind, Optional<String> name) {
            this.kind = kind;
            this.name = name;
        }

        Deque<String> lines() {
            return lines;
        }

        private void add(JournalRow row) {
            add(row.number(), Directory.EVENTS.read(row.event()));
        }

        void add(long number, DirectoryEvent event) {
            if (event instanceof DirectoryEvent.ChangedBy by) {
                who = Optional.of(by.who());
                return;
            }
            Entry entry = describe(event);
            if (entry.kind().equals(kind) && name.map(entry::isAbout).orElse(true)) {
                lines.addLast(Printable.text(number + "  " + entry.at() + "  " + entry.text() + who.map(operator -> "  by " + operator).orElse("")));
                if (lines.size() > SHOWN) {
                    lines.removeFirst();
                }
            }
            who = Optional.empty();
        }
    }

    private record Entry(String kind, List<String> names, Instant at, String text) {
        boolean isAbout(String name) {
            return names.contains(name);
        }
    }

    private static Entry describe(DirectoryEvent event) {
        if (event instanceof DirectoryEvent.DomainAdded added) {
            return domain(added.domain(), added.at(), "added domain " + DomainAdmin.line(added.domain(), added.settings()));
        }
        if (event instanceof DirectoryEvent.DomainChanged changed) {
            return domain(changed.domain(), changed.at(), "changed domain " + DomainAdmin.line(changed.domain(), changed.settings()));
        }
        if (event instanceof DirectoryEvent.DomainRemoved removed) {
            return domain(removed.domain(), removed.at(), "removed domain " + removed.domain());
        }
        if (event instanceof DirectoryEvent.DomainAliasAdded added) {
            return new Entry("domain", List.of(added.alias(), added.domain()), added.at(), "added domain alias " + added.alias() + " " + added.domain());
        }
        if (event instanceof DirectoryEvent.DomainAliasRemoved removed) {
            return domain(removed.alias(), removed.at(), "removed domain alias " + removed.alias());
        }
        if (event instanceof DirectoryEvent.RouteAdded added) {
            return new Entry("route", List.of(added.pattern()), added.at(), "added route " + added.pattern() + " " + added.nextHop());
        }
        if (event instanceof DirectoryEvent.RouteRemoved removed) {
            return new Entry("route", List.of(removed.pattern()), removed.at(), "removed route " + removed.pattern());
        }
        if (event instanceof DirectoryEvent.SigningKeyAdded added) {
            return domain(added.domain(), added.at(), "made key " + added.selector() + " for " + added.domain() + ", " + added.algorithm());
        }
        if (event instanceof DirectoryEvent.SigningKeyActivated activated) {
            return domain(activated.domain(), activated.at(), "activated key " + activated.selector() + " of " + activated.domain());
        }
        if (event instanceof DirectoryEvent.SigningKeyRemoved removed) {
            return domain(removed.domain(), removed.at(), "removed key " + removed.selector() + " of " + removed.domain() + ", its record may be taken out of the zone");
        }
        throw new AssertionError(event);
    }

    private static Entry domain(String name, Instant at, String text) {
        return new Entry("domain", List.of(name), at, text);
    }
}
