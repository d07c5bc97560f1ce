package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.directory.pekko.DirectoryCopy;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.journal.pekko.cassandra.JournalReader;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxCommand.FlagMode;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.persistence.session.SessionEvent;
import org.sterna.persistence.session.cassandra.CassandraSessionLog;
import org.sterna.platform.TestNode;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.quota.AccountQuotas;
import org.sterna.platform.quota.EntityUsage;
import org.sterna.platform.sweeping.SweptAccount;

@ExtendWith(CassandraExtension.class)
@Timeout(400)
class MailboxAdminTest {
    private static final String JONES = "jones@example.org";
    private static TestNode node;
    private static SweptAccount account;
    private static MailboxAdmin admin;
    private static DirectoryAdmin directory;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        DirectoryServices services = new DirectoryServices(node.access().sharding(), new AddressView(node.database()), new DirectoryCopy()::current,
                node.access().authenticator(), Clock.systemUTC(), new SecureRandom(), true);
        admin = new MailboxAdmin(services, new JournalReader(node.database()), node.access().sessionLog()::events);
        directory = new DirectoryAdmin(services, TestSigning.of(services.directory()));
        account = new SweptAccount(node, JONES, Clock.systemUTC(), new Random(21));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static AdminResult get(CompletionStage<AdminResult> stage) {
        return TestNode.await(stage);
    }

    private static String run(String... command) {
        AdminResult result = get(admin.handle(List.of(command)));
        return result.output() + result.error();
    }

    @Test
    void theLogTellsWhoChangedWhatAndWhen() {
        account.create("Log");
        MailboxId log = account.folders.get("Log");
        Instant at = Instant.parse("2027-01-01T00:00:00Z");
        SessionId session = new SessionId(new Incarnation("s1"), 0, 7);
        account.appendSmall(log);
        account.ask(log, new MailboxCommand.StoreFlags(UidSet.of(1), FlagMode.ADD, Set.of("\\Seen", "todo"), Optional.empty(), By.session(session, at)));
        account.ask(log, new MailboxCommand.Expunge(UidSet.of(1), false, By.session(session, at.plusSeconds(1))));
        List<String> lines = List.of(run("mailbox", "log", JONES, "Log").split("\n"));
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("1  ").contains("  created  UIDVALIDITY ", "MAILBOXID " + log);
        assertThat(lines.get(1)).startsWith("2  ").contains("  added  UID 1, ");
        assertThat(lines.get(2)).isEqualTo("3  2027-01-01T00:00:00Z  flags changed  UID 1 () to (\\Seen todo)  by session " + session);
        assertThat(lines.get(3)).isEqualTo("4  2027-01-01T00:00:01Z  expunged  UID 1  by session " + session);
        assertThat(run("mailbox", "log", JONES, "Log", "--limit", "1")).isEqualTo(lines.get(3));
        assertThat(run("mailbox", "log", JONES, "Log", "--since", "2027-01-01T00:00:00Z")).isEqualTo(lines.get(2) + "\n" + lines.get(3));
        assertThat(run("mailbox", "log", JONES, "Log", "--limit", "1", "--json")).isEqualTo("[{\"modseq\":4,\"at\":\"2027-01-01T00:00:01Z\","
                + "\"event\":\"expunged\",\"detail\":\"UID 1\",\"session\":\"" + session + "\",\"by\":\"\"}]");
    }

    @Test
    void theLogTellsWhoActedForTheAccount() {
        account.create("Acted");
        MailboxId acted = account.folders.get("Acted");
        Instant at = Instant.parse("2027-01-01T00:00:00Z");
        CassandraSessionLog sessions = node.access().sessionLog();
        SessionId session = sessions.open(new SessionEvent.Opened("imap", "192.0.2.1:9", "192.0.2.2:143", at));
        sessions.add(session, new SessionEvent.Authenticated(JONES, Optional.of("root@example.org"), at));
        sessions.add(session, new SessionEvent.Authenticated(JONES, Optional.empty(), at.plusSeconds(10)));
        account.appendSmall(acted);
        account.ask(acted, new MailboxCommand.StoreFlags(UidSet.of(1), FlagMode.ADD, Set.of("one"), Optional.empty(), By.session(session, at.plusSeconds(9))));
        account.ask(acted, new MailboxCommand.StoreFlags(UidSet.of(1), FlagMode.ADD, Set.of("two"), Optional.empty(), By.session(session, at.plusSeconds(11))));
        List<String> lines = List.of(run("mailbox", "log", JONES, "Acted").split("\n"));
        assertThat(lines.get(2)).endsWith("  by session " + session + " of root@example.org");
        assertThat(lines.get(3)).endsWith("  by session " + session);
        assertThat(run("mailbox", "log", JONES, "Acted", "--json")).contains("\"session\":\"" + session + "\",\"by\":\"root@example.org\"}");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(run("mailbox", "log", JONES, "None")).isEqualTo("jones@example.org has no mailbox None; ./sterna mailbox list jones@example.org shows them");
        assertThat(run("mailbox", "list", "nobody@example.org")).startsWith("there is no account nobody@example.org");
    }

    @Test
    void mailboxesAreListedWithWhatTheyHold() {
        account.ask(new AccountCommand.CreateFolder("Junk", new MailboxId("listedjunk"), Set.of(SpecialUse.JUNK), Instant.EPOCH));
        account.appendSmall(account.folders.get("INBOX"));
        assertThat(run("mailbox", "list", JONES)).contains("INBOX  1 messages, 1 unseen, ", "Junk  0 messages, 0 unseen, 0 octets  HIGHESTMODSEQ 1  UIDVALIDITY ",
                "MAILBOXID listedjunk  \\Junk");
    }

    @Test
    void usageFollowsEveryChange() {
        SweptAccount smith = new SweptAccount(node, "smith@example.org", Clock.systemUTC(), new Random(22));
        smith.create("Other");
        EntityUsage usage = new EntityUsage(node.access().sharding());
        AccountQuotas quotas = new AccountQuotas(new AddressView(node.database()), usage, new QuotaLimits(Optional.empty(), Optional.of(3L)));
        for (int i = 1; i <= 3; i++) {
            assertThat(TestNode.await(quotas.hasRoom("smith@example.org", 1, 1))).isTrue();
            smith.appendLarge(smith.folders.get(i == 2 ? "Other" : "INBOX"), 4);
            int messages = i;
            awaitTrue(() -> TestNode.await(usage.of("smith@example.org")).messages() == messages);
            assertThat(TestNode.await(usage.of("smith@example.org")).octets()).isEqualTo(10L * i);
        }
        assertThat(TestNode.await(quotas.hasRoom("smith@example.org", 1, 1))).isFalse();
        assertThat(get(directory.handle(List.of("account", "quota", "smith@example.org", "--storage", "40", "--messages", "5"), "")).output())
                .isEqualTo("smith@example.org: 30 octets of 40, 3 messages of 5");
        AccountQuotas again = new AccountQuotas(new AddressView(node.database()), usage, new QuotaLimits(Optional.empty(), Optional.of(3L)));
        assertThat(TestNode.await(again.hasRoom("smith@example.org", 10, 2))).isTrue();
        assertThat(TestNode.await(again.hasRoom("smith@example.org", 11, 1))).isFalse();
        smith.expunge(smith.folders.get("INBOX"), UidSet.of(LongStream.of(1, 2)));
        awaitTrue(() -> TestNode.await(again.standing("smith@example.org")).usage().messages() == 1);
        smith.delete("Other", 2);
        assertThat(TestNode.await(again.standing("smith@example.org")).usage().messages()).isZero();
        assertThat(TestNode.await(again.standing("smith@example.org")).limits()).isEqualTo(new QuotaLimits(Optional.of(40L), Optional.of(5L)));
    }

    private static void awaitTrue(BooleanSupplier condition) {
        Await.until("the usage is known", Duration.ofSeconds(90), condition);
    }
}
