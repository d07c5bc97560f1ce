package org.sterna.platform.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.cassandra.AddressView;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.By;
import org.sterna.persistence.mailbox.MailboxCommand;
import org.sterna.persistence.mailbox.MailboxCommand.FlagMode;
import org.sterna.persistence.mailbox.UidSet;
import org.sterna.platform.TestNode;
import org.sterna.platform.node.Await;
import org.sterna.platform.sweeping.SweptAccount;

@ExtendWith(CassandraExtension.class)
@Timeout(400)
class AccountInspectionTest {
    private static TestNode node;
    private static AddressView addresses;
    private static AccountInspection inspection;

    @BeforeAll
    static void start() {
        node = TestNode.start(CassandraExtension.contactPoint());
        addresses = new AddressView(node.database());
        inspection = new AccountInspection(node.access().sharding(), node.database(), addresses, node.access().blobs());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static SweptAccount account(String address, long seed) {
        SweptAccount account = new SweptAccount(node, address, Clock.systemUTC(), new Random(seed));
        MailboxId inbox = account.folders.get("INBOX");
        account.appendSmall(inbox);
        account.appendLarge(inbox, 4);
        account.appendSmall(inbox);
        account.appendLarge(inbox, 4);
        account.expunge(inbox, UidSet.of(1));
        return account;
    }

    private static AccountInspection.Result inspect(String address, boolean repair) {
        return TestNode.await(inspection.inspect(address, repair)).orElseThrow();
    }

    private static void run(String cql, Object... values) {
        TestNode.await(node.database().write(SimpleStatement.newInstance(cql, values)));
    }

    @Test
    void aSoundAccountIsSound() {
        account("sound@example.org", 11);
        assertThat(inspect("sound@example.org", false)).isEqualTo(new AccountInspection.Result(1, 3, List.of()));
        assertThat(TestNode.await(inspection.inspect("nobody@example.org", true))).isEmpty();
    }

    @Test
    void lostRowsAndOctetsAreToldAndNotMended() {
        MailboxId inbox = account("lost@example.org", 12).folders.get("INBOX");
        run("DELETE FROM message WHERE persistence_id = ? AND bucket = 0 AND uid = 3", "mailbox|" + inbox);
        String blob = TestNode.await(node.database().readAll(SimpleStatement.newInstance("SELECT id, holder FROM blob_reference"), row ->
                row.getString(1).equals("m/" + inbox + "/2") ? row.getString(0) : "")).stream().filter(id -> !id.isEmpty()).findFirst().orElseThrow();
        run("DELETE FROM blob WHERE id = ? AND bucket = 0", blob);
        for (boolean repair : new boolean[] {true, false}) {
            assertThat(inspect("lost@example.org", repair).findings()).allMatch(finding -> !finding.mended() && finding.where().equals("INBOX"))
                    .extracting(Finding::what).containsExactly("UID 3 has no row", "UID 2 has 0 of the 1 chunks of blob " + blob);
        }
    }

    @Test
    void viewsAndReferencesAreMended() {
        MailboxId inbox = account("views@example.org", 13).folders.get("INBOX");
        List<String> ids = TestNode.await(node.database().readAll(SimpleStatement.newInstance("SELECT id, holder FROM blob_reference"), row ->
                row.getString(1).startsWith("m/" + inbox + "/") ? row.getString(0) : "")).stream().filter(id -> !id.isEmpty()).toList();
        assertThat(ids).hasSize(2);
        ids.forEach(id -> run("DELETE FROM blob_reference WHERE id = ?", id));
        run("TRUNCATE directory_address");                        // as lost replicas do, without a trace
        AccountInspection.Result wrong = inspect("views@example.org", false);
        assertThat(wrong.findings()).hasSize(3).noneMatch(Finding::mended).allMatch(finding -> finding.advice().contains("--repair"));
        assertThat(inspect("views@example.org", true).findings()).hasSize(3).allMatch(Finding::mended);
        assertThat(inspect("views@example.org", false).findings()).isEmpty();
    }

    @Test
    void aSnapshotThatContradictsTheJournalIsMadeAnew() {
        SweptAccount account = account("snap@example.org", 14);
        MailboxId inbox = account.folders.get("INBOX");
        for (int i = 0; i < 400; i++) {
            account.ask(inbox, new MailboxCommand.StoreFlags(UidSet.of(2), i % 2 == 0 ? FlagMode.ADD : FlagMode.REMOVE, Set.of("\\Seen"), Optional.empty(),
                    By.nobody(Clock.systemUTC().instant())));
        }
        awaitSnapshot("mailbox|" + inbox, 400);
        assertThat(inspect("snap@example.org", false).findings()).isEmpty();
        run("UPDATE snapshot SET data = ? WHERE persistence_id = ? AND page = -1 AND version = 400", ByteBuffer.wrap(new byte[] {1, 2, 3}), "mailbox|" + inbox);
        assertThat(inspect("snap@example.org", false).findings()).singleElement().matches(finding -> finding.what().startsWith("its snapshot cannot be read"));
        assertThat(inspect("snap@example.org", true).findings()).singleElement().matches(Finding::mended);
        assertThat(inspect("snap@example.org", false).findings()).isEmpty();
        account.appendSmall(inbox);
        assertThat(account.state(inbox).messages().size()).isEqualTo(4);
    }

    @Test
    void theAccountsOwnSnapshotIsInspectedToo() {
        SweptAccount account = account("own@example.org", 15);
        for (int i = 0; i < 200; i++) {
            account.ask(i % 2 == 0 ? new AccountCommand.Subscribe("x") : new AccountCommand.Unsubscribe("x"));
        }
        awaitSnapshot("account|own@example.org", 200);
        assertThat(inspect("own@example.org", false).findings()).isEmpty();
        run("UPDATE snapshot SET data = ? WHERE persistence_id = ? AND page = -1 AND version = 200", ByteBuffer.wrap(new byte[] {9}), "account|own@example.org");
        assertThat(inspect("own@example.org", true).findings()).singleElement().matches(Finding::mended);
        assertThat(inspect("own@example.org", false).findings()).isEmpty();
    }

    private static void awaitSnapshot(String persistenceId, long version) {
        Await.until("a snapshot of " + persistenceId, Duration.ofSeconds(90), () -> TestNode.await(node.database().readAll(SimpleStatement.newInstance(
                "SELECT version FROM snapshot WHERE persistence_id = ? AND page = -1", persistenceId), row -> row.getLong(0))).contains(version));
    }
}
