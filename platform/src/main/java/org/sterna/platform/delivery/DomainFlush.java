package org.sterna.platform.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.Operation;
import org.sterna.persistence.queue.Selection;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.platform.asking.Asking;
import org.sterna.protocols.address.Domain;
import org.sterna.protocols.smtp.Reply;

/**
 * ETRN (RFC 1985): what waits for a host that was away is tried at once. Only for domains we relay for, so that nobody makes us
 * try what has no hope; one run at a time on a node. It goes through the lines of the slices one by one, and reads nothing. Thread-safe.
 */
public final class DomainFlush {
    /** Messages of a slice in one step. */
    private static final int AT_ONCE = 500;
    /** Between two runs for one name: anybody may ask. */
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Reply STARTED = Reply.of(250, "2.0.0", "Queuing for the node started");
    private static final Reply JUST_STARTED = Reply.of(250, "2.0.0", "Queuing for the node was started less than a minute ago");
    private static final Reply BUSY = Reply.of(458, "4.3.2", "The queue is being gone through for another node, try again later");
    private static final Reply NOT_ALLOWED = Reply.of(459, "4.7.1", "This host does not queue for the node");
    private static final Reply BAD_NODE = Reply.of(501, "5.5.4", "Give a domain, or @domain for all below it");

    private final QueueServices services;
    private final DirectoryCopy directory;
    private final Map<String, Instant> begun = new HashMap<>();
    private boolean running;

    public DomainFlush(QueueServices services, DirectoryCopy directory) {
        this.services = services;
        this.directory = directory;
    }

    /**
     * Starts a run in the background.
     *
     * @param node a domain, or {@code @domain} for the domain and all below it
     * @return what is said to ETRN
     */
    public CompletionStage<Reply> start(String node) {
        String name = node.toLowerCase(Locale.ROOT);
        boolean below = name.startsWith("@");
        Optional<String> domain = Domain.parse(below ? name.substring(1) : name).map(Domain::text);
        if (name.startsWith("#")) {
            return CompletableFuture.completedFuture(NOT_ALLOWED);
        }
        if (domain.isEmpty()) {
            return CompletableFuture.completedFuture(BAD_NODE);
        }
        Predicate<String> wanted = each -> each.equals(domain.get()) || below && each.endsWith("." + domain.get());
        Set<String> domains = relayed(wanted);
        if (domains.isEmpty()) {
            return CompletableFuture.completedFuture(NOT_ALLOWED);
        }
        synchronized (begun) {
            Instant now = services.clock().instant();
            begun.values().removeIf(at -> at.plus(PAUSE).isBefore(now));
            if (begun.containsKey(name)) {
                return CompletableFuture.completedFuture(JUST_STARTED);
            }
            if (running) {
                return CompletableFuture.completedFuture(BUSY);
            }
            running = true;
            begun.put(name, now);
        }
        CompletableFuture.completedStage(0).thenCompose(first -> run(first, domains)).whenComplete((done, failure) -> {
            synchronized (begun) {
                running = false;
            }
            if (failure != null) {
                services.system().log().warn("ETRN {}: {}", name, failure.toString());
            }
        });
        return CompletableFuture.completedFuture(STARTED);
    }

    private Set<String> relayed(Predicate<String> wanted) {
        return directory.current().settings().entrySet().stream().filter(each -> each.getValue().kind() == DomainSettings.Kind.RELAY)
                .map(Map.Entry::getKey).filter(wanted).collect(Collectors.toSet());
    }

    private CompletionStage<Void> run(int slice, Set<String> domains) {
        if (slice == services.slices()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (String domain : domains) {
            done = done.thenComposeAsync(unused -> hurry(slice, Selection.ALL.withRecipientDomain(domain), Optional.empty()));
        }
        return done.thenComposeAsync(unused -> run(slice + 1, domains));
    }

    private CompletionStage<Void> hurry(int slice, Selection selection, Optional<QueueId> after) {
        return Asking.LATER.<QueueSliceEntity.Message, QueueSliceEntity.Acted>ask(QueueSliceEntity.ref(services.sharding(), slice), replyTo ->
                new QueueSliceEntity.Act(new Operation.Retry(), selection, after, AT_ONCE, replyTo))
                .thenComposeAsync(acted -> acted.next().isEmpty() ? CompletableFuture.completedFuture(null) : hurry(slice, selection, acted.next()));
    }
}
