package org.sterna.persistence.account.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.account.AddressEntry;
import org.sterna.persistence.account.AddressUse;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.mailbox.pekko.Await;
import org.sterna.persistence.store.cassandra.Database;

@ExtendWith(CassandraExtension.class)
@Timeout(300)
class AddressViewTest {
    private static Database database;
    private final AddressView view = new AddressView(database);

    @BeforeAll
    static void open() {
        database = Database.open(CassandraExtension.settings("stores_test"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void newerEntryWins() {
        get(view.put(entry("a@example.org", 5, "new", true)));
        get(view.put(entry("a@example.org", 4, "old", true)));
        assertThat(get(view.find("a@example.org"))).contains(entry("a@example.org", 5, "new", true));
        get(view.put(entry("a@example.org", 6, "newest", true)));                // the cached one is forgotten
        assertThat(get(view.find("a@example.org")).orElseThrow().password()).isEqualTo("newest");
    }

    @Test
    void removedAndUnknownAddressesAreNotThere() {
        assertThat(get(view.find("nobody@example.org"))).isEmpty();
        get(view.put(entry("b@example.org", 1, "x", true)));
        get(view.put(entry("b@example.org", 2, "", false)));
        assertThat(get(view.find("b@example.org"))).isEmpty();
        assertThat(get(view.all())).extracting(AddressEntry::address).doesNotContain("b@example.org");
    }

    @Test
    void lookupsAreCachedAndUnknownOnesOnlyForAMoment() {
        get(view.put(entry("c@example.org", 1, "x", true)));
        get(view.find("c@example.org"));
        long reads = database.reads();
        for (int i = 0; i < 100; i++) {
            get(view.find("c@example.org"));
        }
        assertThat(database.reads()).isEqualTo(reads);
        AddressView otherNode = new AddressView(database);
        assertThat(get(otherNode.find("d@example.org"))).isEmpty();
        get(view.put(entry("d@example.org", 1, "x", true)));
        Await.until("the other node sees it", () -> get(otherNode.find("d@example.org")).isPresent());
        assertThat(get(view.all())).extracting(AddressEntry::address).contains("c@example.org", "d@example.org");
    }

    @Test
    void aliasesAndRecipientsAreNoAccounts() {
        AddressUse.AliasEntry alias = new AddressUse.AliasEntry("team@example.org", 1, List.of("a@example.org", "x@example.com"));
        AddressUse.RelayedEntry relayed = new AddressUse.RelayedEntry("far@example.org", 1, Optional.of("server1:25"));
        get(view.put(alias));
        get(view.put(relayed));
        assertThat(get(view.lookup("team@example.org"))).contains(alias);
        assertThat(get(view.lookup("far@example.org"))).contains(relayed);
        assertThat(get(view.find("team@example.org"))).isEmpty();
        assertThat(get(view.find("far@example.org"))).isEmpty();
        assertThat(get(view.used())).contains(alias, relayed);
        assertThat(get(view.all())).extracting(AddressEntry::address).doesNotContain("team@example.org", "far@example.org");
    }

    @Test
    void someAccountIsFoundAmongTheOthers() {
        get(view.put(new AddressUse.AliasEntry("other@example.org", 1, List.of("a@example.org"))));
        get(view.put(entry("gone@example.org", 1, "", false)));
        get(view.put(entry("some@example.org", 1, "x", true)));
        assertThat(get(view.anyAccount()).orElseThrow().exists()).isTrue();
        assertThat(get(view.anyAccount())).isEqualTo(get(view.anyAccount()));
    }

    @Test
    void whatIsForgottenIsReadAgain() {
        AddressView otherNode = new AddressView(database);
        get(view.put(entry("e@example.org", 1, "old", true)));
        assertThat(get(view.find("e@example.org"))).isPresent();
        get(otherNode.put(entry("e@example.org", 2, "new", true)));
        assertThat(get(view.find("e@example.org")).orElseThrow().password()).isEqualTo("old");
        view.forget("e@example.org");
        assertThat(get(view.find("e@example.org")).orElseThrow().password()).isEqualTo("new");
    }

    private static AddressEntry entry(String address, long event, String password, boolean exists) {
        return new AddressEntry(address, event, exists, new MailboxId("m"), password, QuotaLimits.NONE);
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
