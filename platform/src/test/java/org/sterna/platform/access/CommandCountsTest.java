package org.sterna.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.pop3.Pop3Command;

class CommandCountsTest {
    @Test
    void commandsAreCountedByTheirVerbs() {
        ActorTestKit kit = ActorTestKit.create();
        try {
            CommandCounts counts = CommandCounts.of(kit.system());
            assertThat(counts.imap()).containsKeys("append", "store", "expunge", "fetch", "copy", "move", "search", "list", "notify").doesNotContainKey("listmailboxes");
            counts.imap(new ImapCommand.ListDelimiter());
            counts.imap(new ImapCommand.NotifyNone());
            counts.imap(new ImapCommand.Noop());
            counts.pop3(new Pop3Command.List(OptionalInt.empty()));
            assertThat(List.of(counts.imap().get("list"), counts.imap().get("notify"), counts.imap().get("noop"), counts.pop3().get("list"))).containsOnly(1L);
            assertThat(CommandCounts.of(kit.system())).isSameAs(counts);
        } finally {
            kit.shutdownTestKit();
        }
    }
}
