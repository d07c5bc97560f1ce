package org.sterna.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sterna.persistence.queue.QueueEvent.Remark;
import org.sterna.protocols.smtp.Reply;

class RepliesOfRemarksTest {
    private static Remark remark(String text) {
        return new Remark("5.0.0", text, "mx.example.net [192.0.2.1]:25");
    }

    @Test
    void findsWhatTheHostSaid() {
        assertThat(RepliesOfRemarks.reply(remark("550 5.1.1 no such user"))).contains(Reply.of(550, "5.1.1", "no such user"));
        assertThat(RepliesOfRemarks.reply(remark("550 no such user"))).contains(Reply.plain(550, "no such user"));
        assertThat(RepliesOfRemarks.reply(remark("it was tried for too long; at last: 451 4.7.1 later"))).contains(Reply.of(451, "4.7.1", "later"));
    }

    @Test
    void tellsWhatWeSayFromWhatTheHostSaid() {
        assertThat(RepliesOfRemarks.finding(remark("550 5.1.1 no such user"))).isEmpty();
        assertThat(RepliesOfRemarks.finding(remark("it was tried for too long; at last: 451 4.7.1 later"))).isEqualTo("it was tried for too long");
        assertThat(RepliesOfRemarks.finding(remark("it was tried for too long; at last: no connection"))).isEqualTo("it was tried for too long; at last: no connection");
        assertThat(RepliesOfRemarks.finding(new Remark("5.1.10", "556 5.1.10 The domain takes no mail", ""))).isEqualTo("556 5.1.10 The domain takes no mail");
    }

    /** A report that cannot be written would be tried for ever. */
    @Test
    void aStatusThatContradictsItsCodeIsText() {
        assertThat(RepliesOfRemarks.reply(remark("550 4.7.1 never"))).contains(Reply.plain(550, "4.7.1 never"));
        assertThat(RepliesOfRemarks.reply(remark("450 5.1.1 never"))).contains(Reply.plain(450, "5.1.1 never"));
    }

    @Test
    void ourOwnFindingsAreNoReplies() {
        assertThat(RepliesOfRemarks.reply(new Remark("5.1.10", "556 5.1.10 The domain takes no mail", ""))).isEmpty();
        assertThat(RepliesOfRemarks.reply(remark("the connection was lost"))).isEmpty();
        assertThat(RepliesOfRemarks.reply(remark("550 two\nlines"))).isEmpty();
    }
}
