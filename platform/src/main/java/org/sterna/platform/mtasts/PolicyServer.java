package org.sterna.platform.mtasts;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.sterna.protocols.mtasts.StsPolicy;

/**
 * Serves the policies of our domains by HTTPS (RFC 8461 section 3.3): at one path of the host {@code mta-sts.DOMAIN}, and nothing else. Times and sizes of requests
 * have the bounds of {@code pekko.http.server}.
 */
public final class PolicyServer {
    private static final String PREFIX = StsPolicy.host("");
    private static final int MOST_CONNECTIONS = 200;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final ServerBinding binding;

    private PolicyServer(ServerBinding binding) {
        this.binding = binding;
    }

    /**
     * @param policies of a domain in lower case; empty if it is none of ours
     * @return fails if the port cannot be had
     */
    public static CompletionStage<PolicyServer> start(ActorSystem<?> system, String host, int port, Supplier<SSLEngine> engines,
            Function<String, Optional<StsPolicy>> policies) {
        ServerSettings settings = ServerSettings.create(system.settings().config()).withMaxConnections(MOST_CONNECTIONS).withServerHeader(Optional.empty());
        return Http.get(system).newServerAt(host, port).enableHttps(ConnectionContext.httpsServer(engines::get))
                .withSettings(settings)
                .bindSync(request -> answer(request, policies)).thenApply(PolicyServer::new);
    }

    private static HttpResponse answer(HttpRequest request, Function<String, Optional<StsPolicy>> policies) {
        String host = request.getUri().host().address().toLowerCase(Locale.ROOT);
        if (!host.startsWith(PREFIX) || !request.getUri().path().equals(StsPolicy.path())) {
            return HttpResponse.create().withStatus(StatusCodes.NOT_FOUND);
        }
        if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
            return HttpResponse.create().withStatus(StatusCodes.METHOD_NOT_ALLOWED);
        }
        return policies.apply(host.substring(PREFIX.length())).map(policy -> HttpResponse.create().withEntity(
                HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, policy.written()))).orElseGet(() -> HttpResponse.create().withStatus(StatusCodes.NOT_FOUND));
    }

    /** The port that it has. */
    public int port() {
        return binding.localAddress().getPort();
    }

    /** What is asked already is answered. */
    public CompletionStage<?> stop() {
        return binding.terminate(LAST_ANSWERS);
    }
}
