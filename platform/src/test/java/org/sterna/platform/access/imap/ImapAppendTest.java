package org.sterna.platform.access.imap;

import org.junit.jupiter.api.Test;

/** APPEND (RFC 9051 section 6.3.12). */
class ImapAppendTest extends ImapConversation {
    @Test
    void anAppendMayComeInPieces() {
        login();
        String command = "a2 APPEND {5}\r\n";
        for (char octet : command.toCharArray()) {
            client.send(String.valueOf(octet));
        }
        client.expect("+ ...");
        client.send("IN");
        client.send("BOX {" + MESSAGE.length() + "}\r");
        client.send("\n");
        client.expect("+ ...");
        client.send(MESSAGE.substring(0, 30));
        client.send(MESSAGE.substring(30));
        client.send("\r\na3 NOOP\r\na4 NOOP\r\n");
        client.play("""
                S: a2 OK [APPENDUID ... 1] APPEND completed
                S: a3 OK NOOP completed
                S: a4 OK NOOP completed""");
    }

    @Test
    void appendsAreRefusedBeforeTheirOctetsAreTaken() {
        login();
        client.play("""
                C: a2 APPEND Nowhere {10}
                S: a2 NO [TRYCREATE] ...
                C: a3 APPEND INBOX {4000000000}
                S: a3 NO [TOOBIG] ...
                C: a4 APPEND Nowhere {2+}
                C: xx
                S: a4 NO [TRYCREATE] ...
                C: a5 NOOP
                S: a5 OK NOOP completed
                C: a6 FETCH
                S: a6 BAD ...
                C: a7 LOGOUT
                S: * BYE Logging out
                S: a7 OK LOGOUT completed""");
    }

    @Test
    void severalMessagesAreAppendedAtOnce() {                            // RFC 3502
        login();
        int size = MESSAGE.length();
        client.send("a2 APPEND INBOX (\\Seen) {" + size + "}\r\n");
        client.expect("+ ...");
        client.send(MESSAGE + " (\\Flagged) \"17-Jul-1996 02:44:25 -0700\" {" + size + "}\r\n");
        client.expect("+ ...");
        client.send(MESSAGE + " {" + size + "+}\r\n" + MESSAGE + "\r\n");
        client.expect("a2 OK [APPENDUID ... 1:3] APPEND completed");
        client.send("a3 APPEND INBOX {" + size + "+}\r\n" + MESSAGE + " (nonsense {" + size + "+}\r\n" + MESSAGE + "\r\n");
        client.play("""
                S: a3 BAD ...
                C: a4 STATUS INBOX (MESSAGES UNSEEN)
                S: * STATUS "INBOX" (MESSAGES 3 UNSEEN 2)
                S: a4 OK STATUS completed
                C: a5 APPEND INBOX {0+}
                C:\s
                S: a5 NO A message has at least one octet""");
    }

    @Test
    void messagesArePutTogetherFromPieces() {                            // RFC 4469
        login();
        fill(1);
        selectInbox(1);
        String header = "Subject: mine\r\n\r\n";
        client.send("a1 APPEND INBOX CATENATE (TEXT {" + header.length() + "}\r\n");
        client.expect("+ ...");
        client.send(header + " URL \"/INBOX/;UID=1/;SECTION=TEXT\" URL \";UID=1/;SECTION=HEADER.FIELDS%20(SUBJECT)\" TEXT {2+}\r\n!! URL \"/INBOX/;UID=1/;SECTION=TEXT/;PARTIAL=6.3\")\r\n");
        client.skipTo("* 2 EXISTS");
        client.play("""
                S: * 2 RECENT
                S: a1 OK [APPENDUID ... 2] APPEND completed
                C: a2 FETCH 2 BODY.PEEK[]
                S: * 2 FETCH (BODY[] {55}
                S: Subject: mine
                S:\s
                S: Hello Joe
                S: Subject: Greetings
                S:\s
                S: !!Joe)
                S: a2 OK FETCH completed
                C: a3 APPEND INBOX CATENATE (URL "/INBOX;UID=1")
                S: a3 NO [BADURL /INBOX;UID=1] ...
                C: a4 APPEND INBOX CATENATE (URL "/INBOX/;UID=1")
                S: * 3 EXISTS
                S: * 3 RECENT
                S: a4 OK [APPENDUID ... 3] APPEND completed
                C: a5 APPEND INBOX CATENATE (URL "/Nowhere/;UID=1" TEXT {5}
                S: a5 NO [BADURL /Nowhere/;UID=1] ...
                C: a6 APPEND INBOX CATENATE (NONSENSE x)
                S: a6 BAD ...""");
    }

    @Test
    void aMessageTakesThePlaceOfAnother() {                              // RFC 8508
        login();
        fill(2);
        selectInbox(2);
        String draft = "Subject: second draft\r\n\r\n";
        client.send("a1 REPLACE 1 INBOX (\\Draft) {" + draft.length() + "}\r\n");
        client.expect("+ ...");
        client.send(draft + "\r\n");
        client.play("""
                S: * OK [APPENDUID ... 3] Replacement
                S: * 1 EXPUNGE
                S: * 2 EXISTS
                S: * 2 RECENT
                S: a1 OK REPLACE completed
                C: a2 CREATE Sent2
                S: a2 OK ... CREATE completed""");
        client.send("a3 UID REPLACE 3 Sent2 {" + draft.length() + "+}\r\n" + draft + "\r\n");
        client.play("""
                S: * OK [APPENDUID ... 1] Replacement
                S: * 2 EXPUNGE
                S: * 1 RECENT
                S: a3 OK REPLACE completed
                C: a4 UID REPLACE 3 Sent2 {2+}
                C: xx
                S: a4 NO [EXPUNGEISSUED] ...
                C: a5 REPLACE 9 Sent2 {2+}
                C: xx
                S: a5 BAD ...
                C: a6 STATUS Sent2 (MESSAGES)
                S: * STATUS "Sent2" (MESSAGES 1)
                S: a6 OK STATUS completed""");
    }

    @Test
    void octetsOfAnyKindAreAppended() {                                  // RFC 3516 section 4.4, RFC 6855 section 4
        login();
        client.send("a2 APPEND INBOX ~{9+}\r\na: b\r\n\r\n\0\r\n");
        client.expect("a2 OK [APPENDUID ... 1] APPEND completed");
        client.play("""
                C: a3 APPEND INBOX UTF8 (~{4+}
                C: abcd)
                S: a3 BAD ...
                C: a4 ENABLE UTF8=ACCEPT
                S: * ENABLED UTF8=ACCEPT
                S: a4 OK ENABLE completed
                C: a5 APPEND INBOX UTF8 (~{4+}
                C: abcd)
                S: a5 OK [APPENDUID ... 2] APPEND completed""");
        selectInbox(2);
    }
}
