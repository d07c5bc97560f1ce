package org.sterna.platform.reception;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.directory.Directory;
import org.sterna.persistence.directory.DirectoryEvent;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.delivery.TestQueue;
import org.sterna.platform.node.TestSigning;
import org.sterna.platform.signing.DomainKeys;
import org.sterna.platform.signing.MessageSealer;
import org.sterna.platform.transfer.ScriptedHost;
import org.sterna.protocols.arc.ArcResult;
import org.sterna.protocols.arc.ArcValidator;
import org.sterna.protocols.arc.ChainStatus;
import org.sterna.protocols.dkim.DkimPolicy;
import org.sterna.protocols.dkim.MessagePass;
import org.sterna.protocols.dkim.SignatureAlgorithm;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsRecord;

/** Mail that an alias leads out of our domains carries a seal with what was found out about it. */
@ExtendWith(CassandraExtension.class)
class SealedMailTest {
    private static final String ALICE = "alice@example.org";
    private static final String GONE = "gone@example.org";
    private static final String MESSAGE = "From: smith@example.com\r\nSubject: sealed\r\nAuthentication-Results: mail.example.org; dkim=pass\r\nX-Sterna-Policy: forged\r\n\r\nHello  there \r\n";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final AtomicBoolean OUTAGE = new AtomicBoolean();
    private static Directory directory = Directory.EMPTY;
    private static ReceptionNode node;
    private static ScriptedHost outside;
    private static Listener listener;

    @BeforeAll
    static void start() throws IOException {
        AtomicReference<Directory> current = new AtomicReference<>();
        DomainKeys keys = TestSigning.keys(current::get);
        DirectoryEvent.SigningKeyAdded made = keys.make("example.org", "rsa", SignatureAlgorithm.RSA_SHA256, CLOCK.instant());
        directory = Directory.EMPTY.evolve(new DirectoryEvent.DomainAdded("example.org", CLOCK.instant())).evolve(made)
                .evolve(new DirectoryEvent.SigningKeyActivated("example.org", "rsa", CLOCK.instant()));
        current.set(directory);
        node = ReceptionNode.start(ALICE);
        outside = new ScriptedHost(InetAddress.getByName("127.0.0.1"), 0, ScriptedHost::willing);
        node.alias(GONE, "friend@outside.example", ALICE);
        node.change(new DirectoryEvent.RouteAdded("outside.example", "127.0.0.1:" + outside.port(), Instant.now()), TestQueue.DOMAIN);
        DnsLookup dns = (name, type) -> OUTAGE.get() ? CompletableFuture.completedFuture(new DnsLookup.Answer.Outage("timeout", false)) : key(name, type);
        listener = node.listen(ports -> ports.withSealer(new MessageSealer(keys, dns, Duration.ofSeconds(60), CLOCK)));
    }

    @AfterAll
    static void stop() throws IOException {
        outside.close();
        node.close();
    }

    private static CompletableFuture<DnsLookup.Answer> key(String name, DnsLookup.RecordType type) {
        return CompletableFuture.completedFuture(name.equals("rsa._domainkey.example.org")
                ? new DnsLookup.Answer.Found(List.of(new DnsRecord.Text(directory.keys("example.org").get(0).record())), name, false) : new DnsLookup.Answer.NoName(false));
    }

    private static ArcResult chain(String message) {
        MessagePass pass = new MessagePass(1 << 20);
        ArcValidator validator = new ArcValidator(pass, SealedMailTest::key, DkimPolicy.USUAL);
        byte[] octets = message.getBytes(ISO_8859_1);
        pass.feed(octets, 0, octets.length);
        return validator.finish(CLOCK.instant()).toCompletableFuture().join();
    }

    /** What Alice, who gets a copy, finds; the other copy has left. */
    private static String forwarded(String content) throws Exception {
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            String reply = client.envelope("smith@example.com", GONE).data(content);
            assertThat(node.await(reply, QueueEvent.RecipientRelayed.class, 1)).hasSize(1);
            return node.delivered(reply);
        }
    }

    @Test
    void theChainHoldsForWhatLeaves() throws Exception {
        String once = forwarded(MESSAGE);
        ArcResult chain = chain(once);
        assertThat(chain.status()).as(chain.reason()).isEqualTo(ChainStatus.PASS);
        assertThat(chain.seals()).extracting(ArcResult.Seal::domain, seal -> seal.results().split(";")[0])
                .containsExactly(tuple("example.org", "mail.example.org"));
        assertThat(once).doesNotContain("dkim=pass", "forged");
        assertThat(outside.contents()).extracting(octets -> chain(new String(octets, ISO_8859_1)).status()).as("what the other server got").contains(ChainStatus.PASS);

        ArcResult twice = chain(forwarded(once));
        assertThat(twice.status()).as(twice.reason()).isEqualTo(ChainStatus.PASS);
        assertThat(twice.seals()).hasSize(2);

        String broken = forwarded(once.replace("Hello", "Jello"));
        assertThat(broken).containsPattern("ARC-Seal: [^:]*cv=fail");
        assertThat(forwarded(broken)).as("a chain that failed goes no further").containsOnlyOnce("cv=fail");
    }

    @Test
    void aChainThatNobodyCanJudgeNowIsLeftAsItIs() throws Exception {
        String once = forwarded(MESSAGE);
        OUTAGE.set(true);
        try {
            assertThat(chain(forwarded(once)).seals()).hasSize(1);
        } finally {
            OUTAGE.set(false);
        }
    }

    @Test
    void whatStaysIsNotSealed() throws Exception {
        try (SmtpClient client = SmtpClient.greeted(listener)) {
            assertThat(chain(node.delivered(client.envelope("smith@example.com", ALICE).data(MESSAGE)))).isEqualTo(ArcResult.NONE);
        }
    }
}
