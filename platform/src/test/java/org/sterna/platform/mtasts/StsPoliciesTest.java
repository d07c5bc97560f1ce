package org.sterna.platform.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.persistence.mtasts.FetchedPolicy;
import org.sterna.persistence.mtasts.PolicyStore;
import org.sterna.platform.dns.TestDnsServer;
import org.sterna.platform.dns.TestLookups;
import org.sterna.platform.node.TestAuthority;
import org.sterna.platform.tls.ClientTls;
import org.sterna.platform.transfer.TlsOutcomes.TlsOutcome;
import org.sterna.protocols.mtasts.StsPolicy.Mode;
import org.sterna.protocols.mtasts.StsPolicy;
import org.sterna.protocols.tls.CertificateFault;
import org.sterna.protocols.tlsrpt.ResultType;

/** Policies from a real web server. */
@Timeout(240)
class StsPoliciesTest {
    private static final String DOMAIN = "outside.example";
    private static final String ENFORCE = "version: STSv1\nmode: enforce\nmx: mx.outside.example\nmax_age: 1000\n";

    @TempDir
    private static Path folder;
    private static TestAuthority authority;
    private static ActorSystem<Void> system;

    private final TestDnsServer dns = TestDnsServer.start();
    private final Map<String, FetchedPolicy> stored = new ConcurrentHashMap<>();
    private final List<TlsOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final PolicyStore store = new PolicyStore() {
        @Override
        public CompletionStage<Optional<FetchedPolicy>> read(String domain) {
            return CompletableFuture.completedFuture(Optional.ofNullable(stored.get(domain)));
        }

        @Override
        public CompletionStage<Void> write(FetchedPolicy policy) {
            stored.put(policy.domain(), policy);
            return CompletableFuture.completedFuture(null);
        }
    };
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private PolicyHost web;
    private StsPolicies policies;

    @BeforeAll
    static void make() throws IOException {
        authority = new TestAuthority(folder);
        system = ActorSystem.create(Behaviors.empty(), "policies", ConfigFactory.parseString("pekko { loglevel = WARNING, actor.provider = local }")
                .withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void end() {
        system.terminate();
    }

    @BeforeEach
    void start() throws IOException {
        web = new PolicyHost(0, authority.issue("mta-sts.outside.example"));
        web.answers(PolicyHost.text(ENFORCE));
        dns.add("mta-sts.outside.example. IN A 127.0.0.1");
        announce("1");
        policies = policies(Duration.ofSeconds(60), Duration.ofMinutes(5));
    }

    @AfterEach
    void stop() {
        web.close();
        dns.close();
    }

    private StsPolicies policies(Duration timeout, Duration retry) {
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        ClientTls tls = ClientTls.of(Optional.of(authority.file()), "test");
        return new StsPolicies(TestLookups.of(dns, Duration.ofSeconds(20)), new HttpsFetch(system, TestLookups.of(dns, Duration.ofSeconds(20)), tls, web.port(), timeout),
                store, outcomes::add, Duration.ofSeconds(300), retry, clock);
    }

    private void announce(String id) {
        dns.remove("_mta-sts.outside.example").add("_mta-sts.outside.example. 0 IN TXT \"v=STSv1; id=" + id + "\"");
    }

    private Optional<StsPolicy> policy() throws Exception {
        return policies.policy("Outside.Example").toCompletableFuture().get(120, TimeUnit.SECONDS);
    }

    private void failed(ResultType kind) throws Exception {
        assertThat(policy()).isEmpty();
        assertThat(outcomes).last().satisfies(outcome -> {
            assertThat(outcome.policy().domain()).isEqualTo(DOMAIN);
            assertThat(outcome.failure().map(CertificateFault::kind)).contains(kind);
        });
        outcomes.clear();
    }

    @Test
    void aPolicyIsFetchedOnceAndKept() throws Exception {
        assertThat(policy().orElseThrow().mode()).isEqualTo(Mode.ENFORCE);
        assertThat(policy()).isPresent();
        assertThat(web.asked()).containsExactly("mta-sts.outside.example:" + web.port() + "/.well-known/mta-sts.txt");
        assertThat(stored.get(DOMAIN).id()).isEqualTo("1");
        policies = policies(Duration.ofSeconds(60), Duration.ofMinutes(5));
        assertThat(policy()).as("of another node").isPresent();
        assertThat(web.asked()).hasSize(1);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void whoAnnouncesNothingIsNotAsked() throws Exception {                          // RFC 8461 section 3.1
        dns.remove("_mta-sts.outside.example");
        assertThat(policy()).isEmpty();
        assertThat(policies.policy("[192.0.2.1]").toCompletableFuture().get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(web.asked()).isEmpty();
    }

    @Test
    void whatWasFetchedHoldsWithoutWebServerAndRecord() throws Exception {           // RFC 8461 section 3.3
        policy();
        web.close();
        announce("2");
        assertThat(policy()).as("another id, and nobody there").isPresent();
        assertThat(outcomes).singleElement().satisfies(outcome -> assertThat(outcome.failure().map(CertificateFault::kind)).contains(ResultType.STS_POLICY_FETCH_ERROR));
        dns.remove("_mta-sts.outside.example");
        assertThat(policy()).as("no record").isPresent();
        dns.fail("_mta-sts.outside.example");
        assertThat(policy()).as("no DNS").isPresent();
        now = now.plusSeconds(999);
        assertThat(policy()).isPresent();
        now = now.plusSeconds(2);
        assertThat(policy()).as("it is over").isEmpty();
    }

    @Test
    void anotherIdIsAnotherPolicy() throws Exception {                               // RFC 8461 section 3.1
        policy();
        web.answers(PolicyHost.text(ENFORCE.replace("enforce", "testing")));
        assertThat(policy().orElseThrow().mode()).isEqualTo(Mode.ENFORCE);
        announce("2");
        assertThat(policy().orElseThrow().mode()).isEqualTo(Mode.TESTING);
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void aPolicyMayBeWithdrawn() throws Exception {                                  // RFC 8461 section 8.3
        policy();
        web.answers(PolicyHost.text("version: STSv1\nmode: none\nmax_age: 1000\n"));
        announce("2");
        assertThat(policy()).isEmpty();
        assertThat(policy()).isEmpty();
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void whatIsUsedIsRefreshedBeforeItEnds() throws Exception {                      // RFC 8461 section 3.3
        policy();
        now = now.plusSeconds(200);
        policies.look();
        assertThat(web.asked()).hasSize(1);
        now = now.plusSeconds(200);
        policies.look();
        awaitFetched(now);
        now = now.plusSeconds(800);
        assertThat(policy()).as("twelve hundred seconds after the first").isPresent();
    }

    private void awaitFetched(Instant at) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!stored.get(DOMAIN).fetched().equals(at) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(stored.get(DOMAIN).fetched()).isEqualTo(at);
    }

    @Test
    void manyWhoAskAtOnceFetchOnce() throws Exception {
        List<CompletableFuture<Optional<StsPolicy>>> all = IntStream.range(0, 40).mapToObj(i -> policies.policy(DOMAIN).toCompletableFuture()).toList();
        for (CompletableFuture<Optional<StsPolicy>> each : all) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isPresent();
        }
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void whatFailedIsLeftAloneForAWhile() throws Exception {                         // RFC 8461 section 3.3
        web.answers(PolicyHost.page(404, "text/plain", ENFORCE));
        failed(ResultType.STS_POLICY_FETCH_ERROR);
        assertThat(policy()).isEmpty();
        assertThat(web.asked()).hasSize(1);
        announce("2");
        failed(ResultType.STS_POLICY_FETCH_ERROR);
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void otherPagesAreNoPolicies() throws Exception {                                // RFC 8461 section 3.3
        policies = policies(Duration.ofSeconds(60), Duration.ofNanos(1));
        web.answers(PolicyHost.page(301, "text/plain", ENFORCE));
        failed(ResultType.STS_POLICY_FETCH_ERROR);
        assertThat(web.asked()).as("a redirection is not followed").hasSize(1);
        web.answers(PolicyHost.page(200, "text/html", ENFORCE));
        failed(ResultType.STS_POLICY_INVALID);
        web.answers(PolicyHost.text("<html>"));
        failed(ResultType.STS_POLICY_INVALID);
        web.answers(PolicyHost.text(ENFORCE + "x: y\n".repeat(14_000)));
        failed(ResultType.STS_POLICY_FETCH_ERROR);
        web.answers(PolicyHost.page(200, "text/plain; charset=utf-8; x=y", ENFORCE));
        assertThat(policy()).isPresent();
    }

    @Test
    void endlessPagesEnd() throws Exception {
        policies = policies(Duration.ofMillis(1500), Duration.ofNanos(1));
        web.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[10_000]);
            }
        });
        failed(ResultType.STS_POLICY_FETCH_ERROR);
        CountDownLatch end = new CountDownLatch(1);
        web.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('v');
            exchange.getResponseBody().flush();
            waitFor(end);
        });
        failed(ResultType.STS_POLICY_FETCH_ERROR);
        web.answers(exchange -> waitFor(end));
        failed(ResultType.STS_POLICY_FETCH_ERROR);
        end.countDown();
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theWebServersCertificateMustBeGood() throws Exception {                     // RFC 8461 section 3.3
        for (Path certificate : List.of(authority.selfSigned("mta-sts.outside.example"), authority.issue("outside.example"),
                authority.expired("mta-sts.outside.example"))) {
            web.close();
            web = new PolicyHost(0, certificate);
            web.answers(PolicyHost.text(ENFORCE));
            policies = policies(Duration.ofSeconds(60), Duration.ofMinutes(5));
            failed(ResultType.STS_WEBPKI_INVALID);
            assertThat(web.asked()).isEmpty();
        }
    }

    @Test
    void aHostThatDoesNotExistIsAFailureToFetch() throws Exception {
        dns.remove("mta-sts.outside.example");
        failed(ResultType.STS_POLICY_FETCH_ERROR);
    }

    @Test
    void ourOwnPoliciesAreServedAndFetched() throws Exception {
        web.close();
        Path certificate = authority.issue("mta-sts.outside.example");
        PolicyServer server = PolicyServer.start(system, "127.0.0.1", 0, () -> {
            SSLEngine engine = TestServers.context(certificate).createSSLEngine();
            engine.setUseClientMode(false);
            return engine;
        }, domain -> domain.equals(DOMAIN) ? StsPolicy.parse(ENFORCE) : Optional.empty()).toCompletableFuture().get(60, TimeUnit.SECONDS);
        try {
            HttpsFetch fetch = new HttpsFetch(system, TestLookups.of(dns, Duration.ofSeconds(20)), ClientTls.of(Optional.of(authority.file()), "test"), server.port(),
                    Duration.ofSeconds(60));
            assertThat(fetch.fetch(DOMAIN).toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo(new PolicyFetch.Fetched.Got(StsPolicy.parse(ENFORCE).orElseThrow()));
            assertThat(TestServers.get(server.port(), authority.file(), "mta-sts.outside.example", "/.well-known/mta-sts.txt")).isEqualTo(200);
            assertThat(TestServers.get(server.port(), authority.file(), "mta-sts.outside.example", "/")).isEqualTo(404);
            assertThat(TestServers.get(server.port(), authority.file(), "mta-sts.other.example", "/.well-known/mta-sts.txt")).isEqualTo(404);
            assertThat(TestServers.get(server.port(), authority.file(), "outside.example", "/.well-known/mta-sts.txt")).isEqualTo(404);
        } finally {
            server.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }
}
