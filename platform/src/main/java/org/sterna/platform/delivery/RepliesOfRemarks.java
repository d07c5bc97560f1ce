package org.sterna.platform.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.protocols.smtp.Reply;

/** Finds the next hop's reply again in what was recorded of it. */
final class RepliesOfRemarks {
    /** Between what we found ourselves and what came of the last attempt. */
    private static final String AT_LAST = "; at last: ";
    private static final Pattern REPLY = Pattern.compile("(?:(.*?)" + AT_LAST + ")?([2-5]\\d\\d) (?:([245]\\.\\d{1,3}\\.\\d{1,3}) )?([\\t -~]*)");

    private RepliesOfRemarks() { }

    /** What we say ourselves; empty if the reply says it all. */
    static String finding(QueueEvent.Remark remark) {
        Matcher form = REPLY.matcher(remark.text());
        return remark.host().isEmpty() || !form.matches() ? remark.text() : Optional.ofNullable(form.group(1)).orElse("");
    }

    /** The reply; empty if the remark is our own finding. */
    static Optional<Reply> reply(QueueEvent.Remark remark) {
        Matcher form = REPLY.matcher(remark.text());
        if (remark.host().isEmpty() || !form.matches()) {
            return Optional.empty();
        }
        int code = Integer.parseInt(form.group(2));
        String status = Optional.ofNullable(form.group(3)).orElse("");
        if (status.isEmpty() || status.charAt(0) - '0' == code / 100) {
            return Optional.of(status.isEmpty() ? Reply.plain(code, form.group(4)) : Reply.of(code, status, form.group(4)));
        }
        return Optional.of(Reply.plain(code, status + " " + form.group(4)));        // hosts do say such as 550 4.7.1
    }
}
