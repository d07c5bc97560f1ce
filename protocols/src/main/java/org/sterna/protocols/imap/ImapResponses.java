package org.sterna.protocols.imap;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.sterna.protocols.imap.search.EsearchAnswer;
import org.sterna.protocols.imap.search.NumberList;

/**
 * The responses of the server (RFC 9051 section 7) as octets, each ended by CRLF. Every array is new and belongs to the
 * caller. FETCH has {@link FetchResponse}, what concerns mailboxes {@link MailboxResponses}, and what stands in brackets
 * {@link ResponseCodes}.
 */
public final class ImapResponses {
    private ImapResponses() {
    }

    /** The answer that ends a command; with {@code *} as tag an untagged remark. */
    public static byte[] tagged(String tag, StatusResponse response) {
        ResponseBuffer out = new ResponseBuffer().text(tag).raw(" ").raw(response.condition().name()).raw(" ");
        response.code().ifPresent(code -> out.raw("[").text(code).raw("] "));
        return out.text(response.text()).crlf().take();
    }

    public static byte[] untagged(StatusResponse response) {
        return tagged("*", response);
    }

    /** The greeting, with the capabilities so that clients need not ask (RFC 9051 section 7.1). */
    public static byte[] greeting(ImapSession session, String text) {
        return untagged(StatusResponse.ok(text).withCode(capabilityCode(session)));
    }

    /** The response code that tells the capabilities of this state, to be sent with a successful login. */
    public static String capabilityCode(ImapSession session) {
        return "CAPABILITY " + String.join(" ", session.capabilities());
    }

    public static byte[] capability(ImapSession session) {
        return new ResponseBuffer().raw("* ").raw(capabilityCode(session)).crlf().take();
    }

    /** Asks for a literal, or a SASL response; {@code text} is base64 in the latter case. */
    public static byte[] continuation(String text) {
        return new ResponseBuffer().raw("+ ").text(text).crlf().take();
    }

    public static byte[] enabled(List<String> capabilities) {
        return new ResponseBuffer().raw("* ENABLED").text(capabilities.isEmpty() ? "" : " " + String.join(" ", capabilities))
                .crlf().take();
    }

    /** @param parameters what the server says about itself (RFC 2971) */
    public static byte[] id(Map<String, String> parameters) {
        ResponseBuffer out = new ResponseBuffer().raw("* ID ");
        if (parameters.isEmpty()) {
            return out.raw("NIL").crlf().take();
        }
        String separator = "(";
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            out.raw(separator).string(parameter.getKey()).raw(" ").string(parameter.getValue());
            separator = " ";
        }
        return out.raw(")").crlf().take();
    }

    /** @param tags of languages: those there are, or the one in use (RFC 5255 section 3.3) */
    public static byte[] language(List<String> tags) {
        ResponseBuffer out = new ResponseBuffer().raw("* LANGUAGE (");
        String separator = "";
        for (String tag : tags) {
            out.raw(separator).string(tag);
            separator = " ";
        }
        return out.raw(")").crlf().take();
    }

    // The selected mailbox.

    public static byte[] flags(Collection<Flag> flags) {
        return new ResponseBuffer().raw("* FLAGS ").raw(flagList(flags)).crlf().take();
    }

    /**
     * OK [PERMANENTFLAGS].
     *
     * @param newKeywords true if clients may make up keywords
     */
    public static byte[] permanentFlags(Collection<Flag> flags, boolean newKeywords) {
        String list = flagList(flags);
        String open = list.substring(0, list.length() - 1);
        String all = !newKeywords ? list : open + (flags.isEmpty() ? "\\*)" : " \\*)");
        return untagged(StatusResponse.ok("Flags permitted").withCode("PERMANENTFLAGS " + all));
    }

    /** Flags as FETCH and FLAGS print them: {@code (\Seen $Forwarded)}. */
    public static String flagList(Collection<Flag> flags) {
        StringBuilder list = new StringBuilder("(");
        for (Flag flag : flags) {
            list.append(list.length() > 1 ? " " : "").append(flag.name());
        }
        return list.append(')').toString();
    }

    public static byte[] exists(long messages) {
        return count(messages, "EXISTS");
    }

    public static byte[] recent(long messages) {
        return count(messages, "RECENT");
    }

    public static byte[] expunge(long sequence) {
        return count(sequence, "EXPUNGE");
    }

    private static byte[] count(long number, String what) {
        return new ResponseBuffer().raw("* ").number(number).raw(" ").raw(what).crlf().take();
    }

    /** Messages that are gone now (RFC 7162 section 3.2.10). */
    public static byte[] vanished(List<NumberRange> uids) {
        return new ResponseBuffer().raw("* VANISHED ").raw(SequenceSet.print(uids)).crlf().take();
    }

    /** Messages that had gone before: sequence numbers do not move by it. */
    public static byte[] vanishedEarlier(List<NumberRange> uids) {
        return new ResponseBuffer().raw("* VANISHED (EARLIER) ").raw(SequenceSet.print(uids)).crlf().take();
    }

    // Searching.

    /**
     * SEARCH (RFC 3501 section 7.2.5).
     *
     * @param numbers sequence numbers or UIDs, as the command had it; may be empty
     * @param modSeq the highest of the result, if a MODSEQ was searched for (RFC 7162 section 3.1.5)
     */
    public static byte[] search(NumberList numbers, OptionalLong modSeq) {
        return found("SEARCH", numbers, modSeq);
    }

    /** SORT (RFC 5256 section 4), in the order of the result. */
    public static byte[] sort(NumberList numbers, OptionalLong modSeq) {
        return found("SORT", numbers, modSeq);
    }

    private static byte[] found(String command, NumberList numbers, OptionalLong modSeq) {
        ResponseBuffer out = new ResponseBuffer().raw("* ").raw(command);
        numbers.forEach(number -> out.raw(" ").number(number));
        if (!numbers.isEmpty()) {
            modSeq.ifPresent(highest -> out.raw(" (MODSEQ ").number(highest).raw(")"));
        }
        return out.crlf().take();
    }

    /** @param threads as RFC 5256 section 4 has them: {@code (2)(3 6 (4 23)(44 7 96))}; may be empty */
    public static byte[] thread(String threads) {
        return new ResponseBuffer().raw("* THREAD").raw(threads.isEmpty() ? "" : " ").raw(threads).crlf().take();
    }

    /** @param tag of the command that is answered (RFC 4731 section 3.1) */
    public static byte[] esearch(String tag, EsearchAnswer answer) {
        return new ResponseBuffer().raw("* ESEARCH (TAG ").string(tag).raw(")").raw(answer.text()).crlf().take();
    }

    /** The answer of one of the mailboxes that were searched (RFC 7377 section 2.1). */
    public static byte[] esearch(String tag, MailboxName mailbox, long uidValidity, EsearchAnswer answer, Enabled enabled) {
        return new ResponseBuffer(enabled).raw("* ESEARCH (TAG ").string(tag).raw(" MAILBOX ").string(mailbox.encode(enabled))
                .raw(" UIDVALIDITY ").number(uidValidity).raw(")").raw(answer.text()).crlf().take();
    }
}
