package org.sterna.platform.mtasts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ClientTransport;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.OutgoingConnection;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.sterna.platform.tls.ClientHandshake;
import org.sterna.platform.tls.ClientTls;
import org.sterna.platform.tls.PeerCheck;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;
import org.sterna.protocols.mtasts.StsPolicy;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tls.ServerNames;
import org.sterna.protocols.tlsrpt.ResultType;

/** By HTTPS, as RFC 8461 section 3.3 has it: a connection for each, no redirection, no cache, and not more octets than a policy may have. */
final class HttpsFetch implements PolicyFetch {
    /** Any more are not tried now; a policy is fetched once a day. */
    private static final int MOST_AT_ONCE = 50;
    private static final int OK = 200;

    private final ActorSystem<?> system;
    private final Materializer materializer;
    private final DnsLookup dns;
    private final ClientTls tls;
    private final int port;
    private final Duration timeout;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    HttpsFetch(ActorSystem<?> system, DnsLookup dns, ClientTls tls, int port, Duration timeout) {
        this.system = system;
        this.materializer = SystemMaterializer.get(system).materializer();
        this.dns = dns;
        this.tls = tls;
        this.port = port;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<Fetched> fetch(String domain) {
        if (!places.tryAcquire()) {
            return CompletableFuture.completedFuture(failed(ResultType.STS_POLICY_FETCH_ERROR, MOST_AT_ONCE + " policies are fetched already"));
        }
        String host = StsPolicy.host(domain);
        ClientHandshake handshake = tls.handshake(host, port, new PeerCheck.Authority(ServerNames.Kind.ALTERNATIVE), Optional.empty());
        return ask(host, handshake).thenCompose(this::read).toCompletableFuture().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> handshake.fault().<Fetched>map(fault -> failed(ResultType.STS_WEBPKI_INVALID, host + ": " + fault.text()))
                        .orElseGet(() -> failed(ResultType.STS_POLICY_FETCH_ERROR, host + ": " + text(failure))))
                .whenComplete((fetched, failure) -> places.release());
    }

    private CompletionStage<HttpResponse> ask(String host, ClientHandshake handshake) {
        ClientConnectionSettings settings = ClientConnectionSettings.create(system.settings().config()).withConnectingTimeout(timeout).withIdleTimeout(timeout)
                .withTransport(ClientTransport.withCustomResolver((name, unused) -> address(name)));
        Flow<HttpRequest, HttpResponse, CompletionStage<OutgoingConnection>> connection = Http.get(system).connectionTo(host).toPort(port)
                .withCustomHttpsConnectionContext(ConnectionContext.httpsClient((name, unused) -> handshake.engine()))
                .withClientConnectionSettings(settings).https();
        return Source.single(HttpRequest.GET(StsPolicy.path())).via(connection).completionTimeout(timeout).runWith(Sink.head(), materializer);
    }

    /** IPv4 before IPv6: one is tried, and nearly every web server has the former. */
    private CompletionStage<InetSocketAddress> address(String host) {
        return dns.lookup(host, RecordType.A).thenCompose(four -> four instanceof Answer.Found ? CompletableFuture.completedFuture(four) : dns.lookup(host, RecordType.AAAA))
                .thenCompose(answer -> {
                    if (answer instanceof Answer.Found found) {
                        return CompletableFuture.completedFuture(new InetSocketAddress(((DnsRecord.Address) found.records().get(0)).address(), port));
                    }
                    return CompletableFuture.failedFuture(new UnknownHostException(answer instanceof Answer.Outage outage ? outage.text() : host + " has no address"));
                });
    }

    private CompletionStage<Fetched> read(HttpResponse response) {
        MediaType media = response.entity().getContentType().mediaType();
        String type = media.mainType() + "/" + media.subType();             // parameters do not count
        if (response.status().intValue() != OK || !type.equals("text/plain")) {
            response.discardEntityBytes(materializer);
            return CompletableFuture.completedFuture(response.status().intValue() == OK ? failed(ResultType.STS_POLICY_INVALID, "the policy is " + type + ", not text/plain")
                    : failed(ResultType.STS_POLICY_FETCH_ERROR, "the web server answers " + response.status().intValue()));
        }
        return response.entity().withSizeLimit(StsPolicy.MAX_OCTETS).toStrict(timeout.toMillis(), materializer).thenApply(strict ->
                StsPolicy.parse(strict.getData().decodeString(UTF_8)).<Fetched>map(Fetched.Got::new)
                        .orElseGet(() -> failed(ResultType.STS_POLICY_INVALID, "what the web server has is no policy")));
    }

    private static Fetched failed(ResultType kind, String text) {
        return new Fetched.Failed(new CertificateFault(kind, text));
    }

    private static String text(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    }
}
