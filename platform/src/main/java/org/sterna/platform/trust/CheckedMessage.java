package org.sterna.platform.trust;

import java.util.List;
import java.util.Optional;
import org.sterna.platform.policy.Verdict;
import org.sterna.protocols.trust.MethodResult;

/**
 * What all checks of one message came to.
 *
 * @param results in the order in which they are told
 * @param fields  to be put above the Received field, each with its CRLF; ASCII
 * @param tags    to be told to filters
 * @param refusal why it is not accepted
 * @param junk    whether its author's domain wants it to be kept apart
 * @param record  to be told what was done with it
 */
public record CheckedMessage(List<MethodResult> results, String fields, List<Verdict.Tag> tags, Optional<Verdict.Refuse> refusal, boolean junk,
        Optional<AuthorPolicy.Recorder> record) {
    /** One that nobody looked at. */
    public static final CheckedMessage UNCHECKED = new CheckedMessage(List.of(), "", List.of(), Optional.empty(), false, Optional.empty());

    public CheckedMessage {
        results = List.copyOf(results);
        tags = List.copyOf(tags);
    }

    /** Tells for the reports what is done with it: said once, when that is certain. */
    public void applied() {
        record.ifPresent(each -> each.applied(refusal.isPresent() ? AuthorPolicy.Disposition.REJECT
                : junk ? AuthorPolicy.Disposition.QUARANTINE : AuthorPolicy.Disposition.NONE));
    }
}
