package org.sterna.platform.management;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;
import org.sterna.platform.management.prometheus.Figures;

/** What the routes tell and a configuration file cannot hold. Given to the actor system when it is made. */
public final class ManagementSetup extends Setup {
    private final Health health;
    private final Supplier<CompletionStage<Figures>> figures;

    /**
     * @param figures asked once for each page; its stage completes soon, and the figures are read afterwards on a thread that may block
     */
    public ManagementSetup(Health health, Supplier<CompletionStage<Figures>> figures) {
        this.health = health;
        this.figures = figures;
    }

    static ManagementSetup of(ActorSystem system) {
        return system.settings().setup().get(ManagementSetup.class)
                .orElseThrow(() -> new IllegalStateException("the actor system was made without a ManagementSetup"));
    }

    Health health() {
        return health;
    }

    CompletionStage<Figures> figures() {
        return figures.get();
    }
}
