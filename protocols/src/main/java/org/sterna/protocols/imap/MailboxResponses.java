package org.sterna.protocols.imap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Responses that name mailboxes, each ended by CRLF. Names are in UTF-8 or in modified UTF-7, as the session has it. Every
 * array is new and belongs to the caller.
 */
public final class MailboxResponses {
    private MailboxResponses() {
    }

    /**
     * One line of LIST.
     *
     * @param attributes for example {@code \HasNoChildren}, {@code \Noselect}, {@code \Sent}; our own constants
     * @param oldName the name before a RENAME, or as the client wrote it (RFC 9051 section 7.3.1)
     * @param childInfo selection options that a name below fulfils, for example {@code SUBSCRIBED} (RFC 5258 section 3.5)
     */
    public record ListEntry(List<String> attributes, MailboxName name, Optional<MailboxName> oldName, List<String> childInfo) {
        public ListEntry {
            attributes = List.copyOf(attributes);
            childInfo = List.copyOf(childInfo);
        }

        public static ListEntry of(List<String> attributes, MailboxName name) {
            return new ListEntry(attributes, name, Optional.empty(), List.of());
        }
    }

    public static byte[] list(ListEntry entry, Enabled enabled) {
        ResponseBuffer out = listed("LIST", entry.attributes(), entry.name(), enabled);
        String separator = " (";
        if (!entry.childInfo().isEmpty()) {
            out.raw(separator).raw("\"CHILDINFO\" (");
            separator = "";
            for (String option : entry.childInfo()) {
                out.raw(separator).string(option);
                separator = " ";
            }
            out.raw(")");
        }
        if (entry.oldName().isPresent()) {
            out.raw(separator).raw("\"OLDNAME\" (").string(entry.oldName().get().encode(enabled)).raw(")");
        }
        boolean extended = !entry.childInfo().isEmpty() || entry.oldName().isPresent();
        return out.raw(extended ? ")" : "").crlf().take();
    }

    public static byte[] lsub(List<String> attributes, MailboxName name, Enabled enabled) {
        return listed("LSUB", attributes, name, enabled).crlf().take();
    }

    private static ResponseBuffer listed(String command, List<String> attributes, MailboxName name, Enabled enabled) {
        return new ResponseBuffer(enabled).raw("* ").raw(command).raw(" (").text(String.join(" ", attributes))
                .raw(") \"/\" ").string(name.encode(enabled));
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
    public static byte[] status(MailboxName mailbox, Map<StatusItem, StatusValue> values, Enabled enabled) {
        ResponseBuffer out = new ResponseBuffer(enabled).raw("* STATUS ").string(mailbox.encode(enabled)).raw(" (");
        String separator = "";
        for (Map.Entry<StatusItem, StatusValue> value : values.entrySet()) {
            out.raw(separator).raw(value.getKey().toString()).raw(" ");
            if (value.getValue() instanceof StatusValue.Number number) {
                out.number(number.value());
            } else if (value.getValue() instanceof StatusValue.ObjectId object) {
                out.raw("(").text(object.id()).raw(")");
            } else {
                out.raw("NIL");
            }
            separator = " ";
        }
        return out.raw(")").crlf().take();
    }

    /**
     * One resource of a quota (RFC 9208 section 5).
     *
     * @param name for example {@code STORAGE}
     * @param usage in the units of the resource
     * @param limit likewise
     */
    public record QuotaResource(String name, long usage, long limit) {
    }

    /** @param root an octet string (RFC 9208 section 4.2.1) */
    public static byte[] quota(String root, List<QuotaResource> resources) {
        ResponseBuffer out = new ResponseBuffer().raw("* QUOTA ").string(root).raw(" (");
        String separator = "";
        for (QuotaResource resource : resources) {
            out.raw(separator).text(resource.name()).raw(" ").number(resource.usage()).raw(" ").number(resource.limit());
            separator = " ";
        }
        return out.raw(")").crlf().take();
    }

    public static byte[] quotaRoot(MailboxName mailbox, List<String> roots, Enabled enabled) {
        ResponseBuffer out = new ResponseBuffer(enabled).raw("* QUOTAROOT ").string(mailbox.encode(enabled));
        roots.forEach(root -> out.raw(" ").string(root));
        return out.crlf().take();
    }

    /**
     * Values of annotations (RFC 5464 section 4.4.1).
     *
     * @param mailbox empty for the server
     * @param values by entry, octet strings, at least one; empty for NIL
     */
    public static byte[] metadata(Optional<MailboxName> mailbox, Map<String, Optional<String>> values, Enabled enabled) {
        ResponseBuffer out = metadata(mailbox, enabled).raw(" (");
        String separator = "";
        for (Map.Entry<String, Optional<String>> value : values.entrySet()) {
            out.raw(separator).astring(value.getKey()).raw(" ");
            if (value.getValue().isPresent()) {
                out.string8(value.getValue().get());
            } else {
                out.raw("NIL");
            }
            separator = " ";
        }
        return out.raw(")").crlf().take();
    }

    /** Annotations that somebody changed (RFC 5464 section 4.4.2). */
    public static byte[] metadataChanged(Optional<MailboxName> mailbox, List<String> entries, Enabled enabled) {
        ResponseBuffer out = metadata(mailbox, enabled);
        entries.forEach(entry -> out.raw(" ").astring(entry));
        return out.crlf().take();
    }

    private static ResponseBuffer metadata(Optional<MailboxName> mailbox, Enabled enabled) {
        return new ResponseBuffer(enabled).raw("* METADATA ").string(mailbox.map(name -> name.encode(enabled)).orElse(""));
    }
}
