package org.sterna.platform.management;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.management.javadsl.PekkoManagement;

/** The port on which a node tells how it is. */
public final class Management {
    private final PekkoManagement pekko;

    private Management(PekkoManagement pekko) {
        this.pekko = pekko;
    }

    /**
     * What Pekko is told of the port.
     *
     * @param host      the address that is bound
     * @param reachable by which other nodes reach it
     */
    public static Config configuration(String host, String reachable, int port) {
        return ConfigFactory.parseMap(Map.of(
                "pekko.management.http.hostname", reachable,
                "pekko.management.http.port", port,
                "pekko.management.http.bind-hostname", host,
                "pekko.management.http.bind-port", port));
    }

    /**
     * Opens the port of a system that was made with {@link #configuration} and a {@link ManagementSetup}.
     *
     * @return fails if it cannot be opened
     */
    public static CompletionStage<Management> start(ActorSystem<?> system) {
        PekkoManagement pekko = PekkoManagement.get(system);
        return pekko.start().thenApply(uri -> new Management(pekko));
    }

    /** Closes the port. */
    public CompletionStage<Done> stop() {
        return pekko.stop();
    }
}
