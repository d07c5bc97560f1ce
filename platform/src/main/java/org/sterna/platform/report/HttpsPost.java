package org.sterna.platform.report;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;

/**
 * Sends TLS reports over HTTPS (RFC 8460 section 5.4). Where to is said by whoever writes the DNS of a domain that we send mail to: addresses of this host and of private networks are
 * not connected to, redirections not followed, and of the answer only the status is looked at. Runs on the client's own threads.
 */
public final class HttpsPost {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ALL = Duration.ofSeconds(60);
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private final DnsLookup dns;
    private final Predicate<InetAddress> allowed;
    private final HttpClient client;

    /**
     * A client.
     *
     * @param allowed addresses that may be connected to
     * @param tls     which certificates are good; empty for those of the system
     */
    public HttpsPost(DnsLookup dns, Predicate<InetAddress> allowed, Optional<SSLContext> tls) {
        this.dns = dns;
        this.allowed = allowed;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).version(HttpClient.Version.HTTP_1_1);
        tls.ifPresent(builder::sslContext);
        client = builder.build();
    }

    /** Whether an address is one of the Internet. */
    public static boolean isPublic(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean unique = octets.length == 16 && (octets[0] & 0xfe) == 0xfc;                 // RFC 4193 section 3.1
        boolean shared = octets.length == 4 && octets[0] == 100 && (octets[1] & 0xc0) == 64;      // RFC 6598 section 7
        return !(unique || shared || address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()
                || address.isMulticastAddress());
    }

    /** Whether it was taken; never fails. */
    CompletionStage<Boolean> post(URI uri, byte[] gzip) {
        return mayConnect(uri.getHost()).thenCompose(may -> may ? send(uri, gzip) : CompletableFuture.completedFuture(false)).exceptionally(failure -> false);
    }

    private CompletionStage<Boolean> mayConnect(String host) {
        return dns.lookup(host, RecordType.A).thenCombine(dns.lookup(host, RecordType.AAAA), (four, six) ->
                (four instanceof Answer.Found || six instanceof Answer.Found) && isAllowed(four) && isAllowed(six));
    }

    private boolean isAllowed(Answer answer) {
        return !(answer instanceof Answer.Found found) || found.records().stream().allMatch(each -> each instanceof DnsRecord.Address address && allowed.test(address.address()));
    }

    private CompletionStage<Boolean> send(URI uri, byte[] gzip) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(ALL).header("Content-Type", "application/tlsrpt+gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip)).build();
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        return answer.copy().orTimeout(ALL.toSeconds(), TimeUnit.SECONDS).whenComplete((response, failure) -> answer.cancel(true))
                .thenApply(response -> response.statusCode() / HUNDRED == SUCCESS);
    }
}
