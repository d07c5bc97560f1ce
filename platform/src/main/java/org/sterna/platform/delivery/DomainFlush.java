package org.sterna.platform.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DomainSettings;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.queue.QueuedMessage;
import org.sterna.persistence.queue.Slice;
import org.sterna.persistence.queue.Target;
import org.sterna.persistence.queue.pekko.QueueSliceEntity;
import org.sterna.protocols.address.Domain;
import org.sterna.protocols.smtp.Reply;

/**
 * ETRN (RFC 1985): what waits for a host that was away is tried at once. Only for domains we relay for, so that nobody makes us
 * try what has no hope; one run at a time on a node. It goes through the slices one by one and reads what waits there, so it costs
 * a read for each waiting message, whatever its domain. Thread-safe.
 */
public final class DomainFlush {
    private static final Duration ASK = Duration.ofSeconds(30);
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
        if (relayed(wanted).isEmpty()) {
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
        CompletableFuture.completedStage(0).thenCompose(first -> run(first, each -> wanted.test(each) && relayed(each::equals).isPresent())).whenComplete((done, failure) -> {
            synchronized (begun) {
                running = false;
            }
            if (failure != null) {
                services.system().log().warn("ETRN {}: {}", name, failure.toString());
            }
        });
        return CompletableFuture.completedFuture(STARTED);
    }

    private Optional<String> relayed(Predicate<String> wanted) {
        Directory current = directory.current();
        return current.settings().entrySet().stream().filter(each -> each.getValue().kind() == DomainSettings.Kind.RELAY)
                .map(Map.Entry::getKey).filter(wanted).findFirst();
    }

    private CompletionStage<Void> run(int slice, Predicate<String> wanted) {
        if (slice == services.slices()) {
            return CompletableFuture.completedFuture(null);
        }
        return QueueSliceEntity.ref(services.sharding(), slice).<QueueSliceEntity.Waiting>ask(QueueSliceEntity.Look::new, ASK)
                .thenCompose(waiting -> hurry(slice, waiting.lines().entrySet().iterator(), wanted))
                .thenComposeAsync(done -> run(slice + 1, wanted));
    }

    /** One after the other, on a stack that does not grow with them. */
    private CompletionStage<Void> hurry(int slice, Iterator<Map.Entry<QueueId, Slice.Line>> lines, Predicate<String> wanted) {
        if (!lines.hasNext()) {
            return CompletableFuture.completedFuture(null);
        }
        QueueId id = lines.next().getKey();
        return services.intake().read(id)
                .exceptionally(failure -> {
                    services.system().log().warn("{}: not tried for ETRN, it cannot be read: {}", id, failure.toString());
                    return Optional.empty();
                })
                .thenCompose(stored -> stored.filter(each -> waitsFor(each.message(), wanted)).isPresent()
                        ? QueueSliceEntity.ref(services.sharding(), slice).<Boolean>ask(replyTo -> new QueueSliceEntity.Hurry(id, replyTo), ASK)
                        : CompletableFuture.completedFuture(false))
                .thenComposeAsync(done -> hurry(slice, lines, wanted));
    }

    private static boolean waitsFor(QueuedMessage message, Predicate<String> wanted) {
        return message.recipients().stream().anyMatch(each -> !each.state().isFinal()
                && each.addressee().target() instanceof Target.Relay relay && wanted.test(relay.domain()));
    }
}
