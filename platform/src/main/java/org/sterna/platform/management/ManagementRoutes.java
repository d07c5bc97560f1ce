package org.sterna.platform.management;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.optionalHeaderValueByName;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.management.javadsl.ManagementRouteProvider;
import org.apache.pekko.management.javadsl.ManagementRouteProviderSettings;
import org.sterna.platform.management.prometheus.Figures;

/** {@code /startup}, {@code /alive}, {@code /ready} and {@code /metrics}. All only read, and each answer fits on a page. */
public final class ManagementRoutes implements ManagementRouteProvider {
    /** An actor that is not heard within this time is one of a process that does not work. */
    private static final Duration ALIVE = Duration.ofSeconds(5);

    private record Call(ActorRef<Done> replyTo) { }

    private final ActorSystem<Void> system;
    private final ManagementSetup setup;
    private final ActorRef<Call> answering;
    private final Executor blocking;

    /** Made by Pekko Management, by reflection. */
    public ManagementRoutes(ExtendedActorSystem classic) {
        system = Adapter.toTyped(classic);
        setup = ManagementSetup.of(classic);
        answering = system.systemActorOf(Behaviors.receiveMessage(call -> {
            call.replyTo().tell(Done.getInstance());
            return Behaviors.same();
        }), "management-alive", Props.empty());
        blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    @Override
    public Route routes(ManagementRouteProviderSettings settings) {
        return get(() -> concat(
                path("alive", () -> completeWithFuture(alive())),
                path("startup", () -> complete(state(setup.health().notStarted(), "started"))),
                path("ready", () -> complete(state(setup.health().notReady(), "ready"))),
                path("metrics", () -> optionalHeaderValueByName("Accept", accept -> completeWithFuture(metrics(accept.orElse("")))))));
    }

    private CompletionStage<HttpResponse> alive() {
        return AskPattern.ask(answering, Call::new, ALIVE, system.scheduler()).handle((done, failure) ->
                state(Optional.ofNullable(failure).map(problem -> "no actor has answered within " + ALIVE.toSeconds() + " s"), "alive"));
    }

    private static HttpResponse state(Optional<String> complaint, String otherwise) {
        return text(complaint.isEmpty() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE, complaint.orElse(otherwise) + "\n");
    }

    private static HttpResponse text(StatusCode status, String text) {
        return HttpResponse.create().withStatus(status).withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text))
                .addHeader(RawHeader.create("Cache-Control", "no-store"));
    }

    /** Reading may open files of /proc, and with a hundred thousand connections takes its time. */
    private CompletionStage<HttpResponse> metrics(String accept) {
        return setup.figures().thenApplyAsync(figures -> {
            Figures.Page page = figures.page(accept);
            return HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.parse(page.contentType()), page.octets()));
        }, blocking).exceptionally(failure -> {
            system.log().warn("the figures cannot be told: {}", failure.toString());
            return text(StatusCodes.INTERNAL_SERVER_ERROR, "the figures cannot be told now; the node's log says why\n");
        });
    }
}
