package org.sterna.platform.access.imap;

import static org.sterna.platform.TestNode.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.platform.node.Await;

/** QUOTA (RFC 9208) and METADATA (RFC 5464). */
class QuotaAndMetadataTest extends AccountConversation {
    private void limit(QuotaLimits limits) {
        await(node.access().sharding().entityRefFor(AccountEntity.TYPE, user).<AccountEntity.Response>ask(replyTo ->
                new AccountEntity.Request(new AccountCommand.SetQuota(limits, Instant.now()), replyTo), Duration.ofSeconds(60)));
    }

    @Test
    void anAccountWithoutLimits() {
        login();
        play("""
                C: a2 GETQUOTA ""
                S: * QUOTA "" (MAILBOX 1 10000)
                S: a2 OK GETQUOTA completed
                C: a3 GETQUOTA "!partition/sda4"
                S: a3 NO [NONEXISTENT] ...
                C: a4 SETQUOTA "" (STORAGE 510)
                S: a4 NO [NOPERM] ...
                C: a5 GETQUOTAROOT not-there-yet
                S: * QUOTAROOT "not-there-yet" ""
                S: * QUOTA "" (MAILBOX 1 10000)
                S: a5 OK GETQUOTAROOT completed""");
    }

    @Test
    void usageAndLimits() {                                              // RFC 9208 section 4.2.1
        login();
        limit(new QuotaLimits(Optional.of(512 * 1024L), Optional.of(1000L)));
        put("INBOX", "Subject: one\n\n" + "x".repeat(2000) + "\n");
        put("INBOX", "Subject: two\n\n2\n");
        Await.until("both are counted, which a mailbox tells its account a moment later", Duration.ofSeconds(60), () ->
                ask("GETQUOTAROOT INBOX").equals(List.of("* QUOTAROOT \"INBOX\" \"\"", "* QUOTA \"\" (STORAGE 2 512 MESSAGE 2 1000 MAILBOX 1 10000)")));
    }

    @Test
    void entriesOfMailboxes() {                                          // RFC 5464 sections 4.2 and 4.3
        login();
        play("""
                C: a2 SETMETADATA INBOX (/private/comment {33}
                S: + ...
                C: My new comment across
                C: two lines.
                C: )
                S: a2 OK SETMETADATA completed
                C: a3 GETMETADATA "INBOX" /private/comment
                S: * METADATA "INBOX" (/private/comment {35}
                S: My new comment across
                S: two lines.
                S: )
                S: a3 OK GETMETADATA completed""".replace("{33}", "{35}"));
        play("""
                C: b2 SETMETADATA INBOX (/shared/comment "Its sunny outside!" /private/comment "My own comment")
                S: b2 OK ...
                C: b3 GETMETADATA "INBOX" (/shared/comment /private/comment)
                S: * METADATA "INBOX" (/shared/comment "Its sunny outside!" /private/comment "My own comment")
                S: b3 OK ...
                C: b4 GETMETADATA (MAXSIZE 16) "INBOX" (/shared/comment /private/comment)
                S: * METADATA "INBOX" (/private/comment "My own comment")
                S: b4 OK [METADATA LONGENTRIES 18] ...
                C: b5 SETMETADATA INBOX (/private/comment NIL)
                S: b5 OK ...
                C: b6 GETMETADATA "INBOX" /private/comment
                S: * METADATA "INBOX" (/private/comment NIL)
                S: b6 OK ...
                C: b7 GETMETADATA nowhere /private/comment
                S: b7 NO [NONEXISTENT] ...
                C: b8 SETMETADATA nowhere (/private/comment "x")
                S: b8 NO [NONEXISTENT] ...
                C: b9 SETMETADATA INBOX (/other/comment "x")
                S: b9 BAD ...
                C: c1 SETMETADATA INBOX (/private/a*b "x")
                S: c1 BAD ...""");
    }

    @Test
    void depths() {                                                      // RFC 5464 section 4.2.2
        login();
        play("""
                C: a2 SETMETADATA INBOX (/private/filters/values/small "SMALLER 5000" /private/filters/values/boss/deep "FROM \\"boss@example.com\\"")
                S: a2 OK ...
                C: a3 GETMETADATA (DEPTH 1) "INBOX" (/private/filters/values)
                S: * METADATA "INBOX" (/private/filters/values/small "SMALLER 5000")
                S: a3 OK ...
                C: a4 GETMETADATA (DEPTH infinity) "INBOX" (/private/filters)
                S: * METADATA "INBOX" (/private/filters/values/boss/deep "FROM \\"boss@example.com\\"" /private/filters/values/small "SMALLER 5000")
                S: a4 OK ...
                C: a5 GETMETADATA (DEPTH 1) "INBOX" (/private/filters/val)
                S: a5 OK ...""");
    }

    @Test
    void entriesOfTheServer() {                                          // RFC 5464 section 3.2.1.1
        login();
        play("""
                C: a2 GETMETADATA "" /shared/comment
                S: * METADATA "" (/shared/comment "A test")
                S: a2 OK ...
                C: a3 GETMETADATA "" /shared/admin
                S: * METADATA "" (/shared/admin "mailto:postmaster@example.org")
                S: a3 OK ...
                C: a4 SETMETADATA "" (/shared/comment "Mine")
                S: a4 NO [NOPERM] ...
                C: a5 SETMETADATA "" (/private/vendor/vendor.example/theme "dark")
                S: a5 OK ...
                C: a6 GETMETADATA "" /private/vendor/vendor.example/theme
                S: * METADATA "" (/private/vendor/vendor.example/theme "dark")
                S: a6 OK ...""");
    }

    @Test
    void limitsOfEntries() {                                             // RFC 5464 section 4.3
        login();
        client.send("a2 SETMETADATA INBOX (/private/comment \"kept\" /private/big {70000+}\r\n" + "x".repeat(70_000) + ")\r\n");
        client.expect("a2 NO [METADATA MAXSIZE 65536] ...");
        play("""
                C: a3 GETMETADATA "INBOX" /private/comment
                S: * METADATA "INBOX" (/private/comment NIL)
                S: a3 OK ...""");
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            entries.append(i == 0 ? "" : " ").append("/private/e").append(i).append(" \"x\"");
        }
        client.send("a4 SETMETADATA INBOX (" + entries + ")\r\n");
        client.expect("a4 NO [METADATA TOOMANY] ...");
    }

    @Test
    void entriesFollowTheirMailbox() {                                   // RFC 5464 section 4.1
        login();
        play("""
                C: a2 CREATE one
                S: a2 OK ...
                C: a3 SETMETADATA one (/private/comment "of one")
                S: a3 OK ...
                C: a4 RENAME one two
                S: a4 OK ...
                C: a5 GETMETADATA two /private/comment
                S: * METADATA "two" (/private/comment "of one")
                S: a5 OK ...
                C: a6 DELETE two
                S: a6 OK ...
                C: a7 CREATE two
                S: a7 OK ...
                C: a8 GETMETADATA two /private/comment
                S: * METADATA "two" (/private/comment NIL)
                S: a8 OK ...""");
    }
}
