package org.sterna.protocols.imap;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The responses of the server (RFC 9051 section 7) as octets, each ended by CRLF. Every array is new and belongs to the
 * caller. FETCH has {@link FetchResponse}.
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

    /** The greeting, with the capabilities so that clients need not ask (RFC 3501 section 7.1). */
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

    static String flagList(Collection<Flag> flags) {
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

    /**
     * @param attributes for example {@code \HasNoChildren}, {@code \Noselect}, {@code \Sent}; our own constants
     */
    public static byte[] list(List<String> attributes, MailboxName name) {
        return listed("LIST", attributes, name);
    }

    public static byte[] lsub(List<String> attributes, MailboxName name) {
        return listed("LSUB", attributes, name);
    }

    private static byte[] listed(String command, List<String> attributes, MailboxName name) {
        return new ResponseBuffer().raw("* ").raw(command).raw(" (").text(String.join(" ", attributes))
                .raw(") \"/\" ").string(name.encode()).crlf().take();
    }

    /** The answer to {@link ImapCommand.ListDelimiter}. */
    public static byte[] listDelimiter() {
        return new ResponseBuffer().raw("* LIST (\\Noselect) \"/\" \"\"").crlf().take();
    }

    /** One personal namespace at the top (RFC 2342 section 5). */
    public static byte[] namespace() {
        return new ResponseBuffer().raw("* NAMESPACE ((\"\" \"/\")) NIL NIL").crlf().take();
    }

    /** @param values in the order in which they are sent */
    public static byte[] status(MailboxName mailbox, Map<StatusItem, Long> values) {
        ResponseBuffer out = new ResponseBuffer().raw("* STATUS ").string(mailbox.encode()).raw(" (");
        String separator = "";
        for (Map.Entry<StatusItem, Long> value : values.entrySet()) {
            out.raw(separator).raw(value.getKey().name()).raw(" ").number(value.getValue());
            separator = " ";
        }
        return out.raw(")").crlf().take();
    }

    /** @param numbers sequence numbers or UIDs, as the command had it; may be empty */
    public static byte[] search(long[] numbers) {
        ResponseBuffer out = new ResponseBuffer().raw("* SEARCH");
        for (long number : numbers) {
            out.raw(" ").number(number);
        }
        return out.crlf().take();
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

    /** The response code of a successful APPEND (RFC 4315 section 3). */
    public static String appendUid(long uidValidity, long uid) {
        return "APPENDUID " + uidValidity + " " + uid;
    }

    /**
     * The response code of a successful COPY or MOVE (RFC 4315 section 3); empty if nothing was copied.
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
}
