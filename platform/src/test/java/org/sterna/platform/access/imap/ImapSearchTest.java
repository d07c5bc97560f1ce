package org.sterna.platform.access.imap;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import org.junit.jupiter.api.Test;
import org.sterna.platform.TestNode;

/** SEARCH (RFC 9051 section 6.4.4). */
class ImapSearchTest extends ImapConversation {
    @Test
    void messagesAreFound() {
        login();
        append("m1", "INBOX (\\Seen) \"01-Jan-2020 12:00:00 +0000\"", MESSAGE);
        append("m2", "INBOX () \"01-Feb-2020 12:00:00 +0000\"", MESSAGE.replace("Greetings", "Farewell").replace("Joe", "dear friend"));
        selectInbox(2);
        client.play("""
                C: a1 SEARCH UNSEEN
                S: * SEARCH 2
                S: a1 OK SEARCH completed
                C: a2 SEARCH SUBJECT greet
                S: * SEARCH 1
                S: a2 OK SEARCH completed
                C: a3 UID SEARCH SINCE 15-Jan-2020
                S: * SEARCH 2
                S: a3 OK SEARCH completed
                C: a4 SEARCH BODY "dear friend"
                S: * SEARCH 2
                S: a4 OK SEARCH completed
                C: a5 SEARCH HEADER X-Other unusual SMALLER 1000
                S: * SEARCH 1 2
                S: a5 OK SEARCH completed
                C: a6 SEARCH NOT ALL
                S: * SEARCH
                S: a6 OK SEARCH completed""");
    }

    @Test
    void headerSectionsAreReadOnce() {
        login();
        append("m1", "INBOX", MESSAGE);
        append("m2", "INBOX", MESSAGE.replace("unusual", "plain"));
        selectInbox(2);
        client.play("""
                C: a1 SEARCH HEADER X-Other unusual
                S: * SEARCH 1
                S: a1 OK SEARCH completed""");
        TestNode.await(node.database().write(SimpleStatement.newInstance("TRUNCATE message")));           // who reads again finds nothing
        client.play("""
                C: a2 SEARCH HEADER X-Other plain
                S: * SEARCH 2
                S: a2 OK SEARCH completed
                C: a3 UID SEARCH RETURN (COUNT) OR HEADER X-Other plain HEADER X-Other unusual
                S: * ESEARCH (TAG "a3") UID COUNT 2
                S: a3 OK SEARCH completed
                C: a4 SEARCH BODY Joe
                S: * SEARCH
                S: a4 OK SEARCH completed""");
    }
}
