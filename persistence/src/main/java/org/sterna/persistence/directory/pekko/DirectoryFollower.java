package org.sterna.persistence.directory.pekko;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.journal.JournalRow;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;

/**
 * Keeps a {@link DirectoryCopy} up to date. If the entity is on this node its directory is taken over as it is; otherwise events are read from the journal,
 * up to the last one that the entity has acknowledged.
 */
final class DirectoryFollower extends AbstractBehavior<DirectoryFollower.Message> {
    /** Also how long a change may go unseen when the node of the entity was killed. */
    private static final Duration SUBSCRIBE_EVERY = Duration.ofSeconds(3);
    private static final int ROWS = 512;

    sealed interface Message { }

    private record FromEntity(DirectoryEntity.Update update) implements Message { }

    private record Read(Directory directory) implements Message { }

    private record ReadFailed(Throwable failure) implements Message { }

    private enum Tick implements Message { SUBSCRIBE }

    private final DirectoryCopy copy;
    private final Consumer<DirectoryEntity.Message> entity;
    private final ActorRef<DirectoryEntity.Update> updates;
    private Optional<JournalReader> journal = Optional.empty();
    private long wanted;
    private boolean isReading;

    private DirectoryFollower(ActorContext<Message> context, TimerScheduler<Message> timers, DirectoryCopy copy, Consumer<DirectoryEntity.Message> entity) {
        super(context);
        this.copy = copy;
        this.entity = entity;
        updates = context.messageAdapter(DirectoryEntity.Update.class, FromEntity::new);
        timers.startTimerWithFixedDelay(Tick.SUBSCRIBE, SUBSCRIBE_EVERY);
        subscribe();
    }

    /** @param entity takes messages for the directory's entity, wherever it is */
    static Behavior<Message> create(DirectoryCopy copy, Consumer<DirectoryEntity.Message> entity) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new DirectoryFollower(context, timers, copy, entity)));
    }

    private Behavior<Message> subscribe() {
        entity.accept(new DirectoryEntity.Subscribe(updates, copy.known()));
        return this;
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(Tick.SUBSCRIBE, this::subscribe)
                .onMessage(FromEntity.class, this::onUpdate)
                .onMessage(Read.class, this::onRead)
                .onMessage(ReadFailed.class, this::onReadFailed)
                .build();
    }

    private Behavior<Message> onUpdate(FromEntity from) {
        if (from.update() instanceof DirectoryEntity.Current now) {
            put(now.directory());
        } else if (from.update() instanceof DirectoryEntity.Following following) {
            wanted = Math.max(wanted, following.number());
            catchUp();
        } else {
            throw new AssertionError(from);
        }
        return this;
    }

    /** What was read may have been overtaken by what an entity on this node has told, and the other way round. */
    private void put(Directory directory) {
        if (directory.events() > copy.known()) {
            copy.put(directory);
        }
    }

    private void catchUp() {
        if (!isReading && copy.known() < wanted) {
            isReading = true;
            getContext().pipeToSelf(after(copy.current()), (read, failure) -> failure == null ? new Read(read) : new ReadFailed(failure));
        }
    }

    private CompletionStage<Directory> after(Directory before) {
        long number = wanted;
        if (journal.isEmpty()) {
            journal = Optional.of(JournalReader.of(getContext().getSystem()));
        }
        return after(journal.get(), before, number);
    }

    private static CompletionStage<Directory> after(JournalReader journal, Directory before, long number) {
        if (before.events() >= number) {
            return CompletableFuture.completedFuture(before);
        }
        return journal.read(DirectoryEntity.persistenceId(DirectoryEntity.ID), before.events() + 1, Math.min(number, before.events() + ROWS))
                .thenComposeAsync(rows -> {
                    if (rows.isEmpty()) {
                        throw new IllegalStateException("event " + (before.events() + 1) + " of the directory is missing");
                    }
                    Directory next = before;
                    for (JournalRow row : rows) {
                        next = next.evolve(Directory.EVENTS.read(row.event()));
                    }
                    return after(journal, next, number);
                });
    }

    private Behavior<Message> onRead(Read read) {
        isReading = false;
        put(read.directory());
        catchUp();
        return this;
    }

    /** The next subscription tells what is missing, and it is read again. */
    private Behavior<Message> onReadFailed(ReadFailed failed) {
        isReading = false;
        getContext().getLog().warn("the directory cannot be read: {}", failed.failure().toString());
        return this;
    }
}
