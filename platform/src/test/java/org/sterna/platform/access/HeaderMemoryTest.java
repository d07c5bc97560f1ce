package org.sterna.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.MailboxId;

class HeaderMemoryTest {
    private static final MailboxId MAILBOX = new MailboxId("0000000000000001");

    private static byte[] section(int octets) {
        return ("X-Field: " + "x".repeat(octets - 13) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatWasKeptIsFoundAgain() {
        HeaderMemory memory = new HeaderMemory(10_000);
        memory.keep(MAILBOX, 7, section(100));
        assertThat(memory.find(MAILBOX, 7).orElseThrow().first("x-field")).isPresent();
        assertThat(memory.find(MAILBOX, 8)).isEmpty();
        assertThat(memory.find(new MailboxId("0000000000000002"), 7)).isEmpty();
    }

    @Test
    void itHasABound() {
        HeaderMemory memory = new HeaderMemory(10_000);
        LongStream.rangeClosed(1, 1000).forEach(uid -> memory.keep(MAILBOX, uid, section(850)));
        assertThat(LongStream.rangeClosed(1, 1000).filter(uid -> memory.find(MAILBOX, uid).isPresent()).count()).isBetween(1L, 10L);
        memory.keep(MAILBOX, 2000, section(HeaderMemory.LONGEST + 1));
        assertThat(memory.find(MAILBOX, 2000)).isEmpty();
    }

    @Test
    void withoutRoomNothingIsKept() {
        HeaderMemory memory = new HeaderMemory(0);
        memory.keep(MAILBOX, 1, section(100));
        assertThat(memory.find(MAILBOX, 1)).isEmpty();
    }
}
