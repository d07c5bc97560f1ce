package org.sterna.platform.connection;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.Props;

/** The event loops of an actor system, as many as processors, and who watches the actors of connections; they end with the system. */
final class EventLoops implements Extension {
    private static final int MOST = 16;

    private static final ExtensionId<EventLoops> ID = new ExtensionId<>() {
        @Override
        public EventLoops createExtension(ActorSystem<?> system) {
            return new EventLoops(system);
        }
    };

    private final List<EventLoop> loops;
    private final ActorRef<ConnectionWatch.Command> watch;
    private final AtomicInteger turn = new AtomicInteger();

    private EventLoops(ActorSystem<?> system) {
        loops = IntStream.range(0, Math.min(MOST, Runtime.getRuntime().availableProcessors()))
                .mapToObj(number -> new EventLoop(system.name() + "-sockets-" + number, fatal -> system.terminate())).toList();
        watch = system.systemActorOf(ConnectionWatch.create(), "connection-watch", Props.empty());
        system.getWhenTerminated().thenRun(() -> loops.forEach(EventLoop::end));
    }

    static EventLoops of(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /** The loops take turns. */
    EventLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    ActorRef<ConnectionWatch.Command> watch() {
        return watch;
    }
}
