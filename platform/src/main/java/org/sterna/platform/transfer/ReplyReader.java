package org.sterna.platform.transfer;

import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.sterna.protocols.smtp.LineFramer;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.smtp.ReplyParser;

/** What a host says, reply by reply. Not safe for use by several threads. */
final class ReplyReader {
    private final LineFramer framer = new LineFramer(ReplyParser.MAX_LINE_OCTETS);
    private final ReplyParser parser = new ReplyParser();

    /** What comes next. */
    sealed interface Said { }

    record Replied(Reply reply) implements Said { }

    /** It is no SMTP, and nothing that follows can be understood. */
    record Nonsense(String reason) implements Said { }

    void feed(ByteString octets) {
        byte[] array = octets.toArray();
        framer.feed(array, 0, array.length);
    }

    /** Empty when more octets are needed. */
    Optional<Said> next() {
        for (LineFramer.Line line = framer.next(); !(line instanceof LineFramer.Line.Incomplete); line = framer.next()) {
            if (!(line instanceof LineFramer.Line.Whole whole)) {
                return Optional.of(new Nonsense("a reply line is too long or ends without CRLF"));
            }
            ReplyParser.Parsed parsed = parser.next(whole);
            if (parsed instanceof ReplyParser.Parsed.Malformed malformed) {
                return Optional.of(new Nonsense("the host does not speak SMTP: " + malformed.reason()));
            }
            if (parsed instanceof ReplyParser.Parsed.Whole reply) {
                return Optional.of(new Replied(reply.reply()));
            }
        }
        return Optional.empty();
    }

    /** What was fed and not read; it is forgotten here. */
    ByteString takeUnread() {
        return ByteString.fromArray(framer.takeUnread());
    }
}
