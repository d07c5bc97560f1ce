package org.sterna.platform.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.persistence.queue.QueueEvent;
import org.sterna.protocols.smtp.Reply;

/** Finds the next hop's reply again in what was recorded of it. */
final class RepliesOfRemarks {
    private static final Pattern REPLY = Pattern.compile("(?:.*?; at last: )?([2-5]\\d\\d) (?:([245]\\.\\d{1,3}\\.\\d{1,3}) )?([\\t -~]*)");

    private RepliesOfRemarks() { }

    /** The reply; empty if the remark is our own finding. */
    static Optional<Reply> reply(QueueEvent.Remark remark) {
        Matcher form = REPLY.matcher(remark.text());
        if (remark.host().isEmpty() || !form.matches()) {
            return Optional.empty();
        }
        int code = Integer.parseInt(form.group(1));
        String status = Optional.ofNullable(form.group(2)).orElse("");
        if (status.isEmpty() || status.charAt(0) - '0' == code / 100) {
            return Optional.of(status.isEmpty() ? Reply.plain(code, form.group(3)) : Reply.of(code, status, form.group(3)));
        }
        return Optional.of(Reply.plain(code, status + " " + form.group(3)));        // hosts do say such as 550 4.7.1
    }
}
