package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.persistence.embedded.cassandra.CassandraExtension;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.Listener;
import org.sterna.platform.connection.ListenerSettings;

/** The RFCs' own examples, replayed against a node: {@code /imap/rfc….txt}. */
@ExtendWith(CassandraExtension.class)
class RfcExamplesTest {
    private static TestNode node;
    private static Listener clear;
    private static Listener secure;

    @BeforeAll
    static void start(InetSocketAddress cassandra) {
        node = TestNode.start(cassandra);
        clear = node.listen(ListenerSettings.clear("127.0.0.1", 0), ImapConnection.behavior(node.access(), ImapConnectionSettings.imap()));
        secure = node.listen(ListenerSettings.clear("127.0.0.1", 0).withImplicitTls(TestNode.engines()),
                ImapConnection.behavior(node.access(), ImapConnectionSettings.imaps()));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @TestFactory
    Stream<DynamicTest> imap4rev2() {
        return replay("9051");
    }

    @TestFactory
    Stream<DynamicTest> condstoreAndQresync() {
        return replay("7162");
    }

    @TestFactory
    Stream<DynamicTest> sortAndThread() {
        return replay("5256");
    }

    @TestFactory
    Stream<DynamicTest> notifications() {
        return replay("5465");
    }

    /** Whoever adds an example or gives one up counts again. */
    @Test
    void allAreReplayedButThoseThatCannotBe() {
        assertThat(counts("9051")).isEqualTo("73 replayed, 29 not");
        assertThat(counts("7162")).isEqualTo("30 replayed, 4 not");
        assertThat(counts("5256")).isEqualTo("5 replayed, 0 not");
        assertThat(counts("5465")).isEqualTo("15 replayed, 1 not");
    }

    private static String counts(String rfc) {
        List<RfcExample> all = RfcExample.of(rfc);
        long not = all.stream().filter(each -> each.notReplayed().isPresent()).count();
        return all.size() - not + " replayed, " + not + " not";
    }

    private static Stream<DynamicTest> replay(String rfc) {
        List<RfcExample> replayed = RfcExample.of(rfc).stream().filter(each -> each.notReplayed().isEmpty()).toList();
        return Stream.iterate(0, each -> each < replayed.size(), each -> each + 1)
                .map(each -> DynamicTest.dynamicTest(replayed.get(each).toString(), () -> play(replayed.get(each), "rfc" + rfc + "-" + each + "@example.org")));
    }

    private static void play(RfcExample example, String user) {
        try (ExamplePlayer player = new ExamplePlayer(node, clear, secure, user)) {
            player.play(example);
        }
    }
}
