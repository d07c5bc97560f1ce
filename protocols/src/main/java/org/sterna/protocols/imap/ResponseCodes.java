package org.sterna.protocols.imap;

import java.util.List;
import java.util.Optional;

/** Response codes that say more than a word, without their brackets (RFC 9051 section 7.1), for {@link StatusResponse#withCode}. */
public final class ResponseCodes {
    private ResponseCodes() {
    }

    /** Of a successful APPEND or REPLACE (RFC 4315 section 3, for several messages RFC 3502). */
    public static String appendUid(long uidValidity, List<Long> uids) {
        return "APPENDUID " + uidValidity + " " + SequenceSet.print(SequenceSet.rangesOf(uids));
    }

    /**
     * Of a successful COPY or MOVE (RFC 4315 section 3); empty if nothing was copied.
     *
     * @param sources UIDs in the source mailbox, ascending
     * @param targets the UIDs they got, in the same order, ascending
     */
    public static Optional<String> copyUid(long targetUidValidity, List<Long> sources, List<Long> targets) {
        if (sources.size() != targets.size()) {
            throw new IllegalArgumentException(sources.size() + " sources, " + targets.size() + " targets");
        }
        return sources.isEmpty() ? Optional.empty() : Optional.of("COPYUID " + targetUidValidity + " "
                + SequenceSet.print(SequenceSet.rangesOf(sources)) + " "
                + SequenceSet.print(SequenceSet.rangesOf(targets)));
    }

    /** RFC 7162 section 3.1.2.1; {@code modSeq} is 1 or more. */
    public static String highestModSeq(long modSeq) {
        return "HIGHESTMODSEQ " + modSeq;
    }

    /** Messages STORE left alone, by the numbers of the command (RFC 7162 section 3.1.3). */
    public static String modified(List<NumberRange> messages) {
        return "MODIFIED " + SequenceSet.print(messages);
    }

    /** RFC 8474 section 4. */
    public static String mailboxId(String id) {
        return "MAILBOXID (" + id + ")";
    }

    /** Of a CATENATE whose URL names nothing that can be had (RFC 4469 section 4.1). */
    public static String badUrl(String url) {
        return "BADURL " + url.replace(']', '?');
    }
}
