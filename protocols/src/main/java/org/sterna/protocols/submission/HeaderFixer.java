package org.sterna.protocols.submission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.Utf8;
import org.sterna.protocols.message.OctetRange;
import org.sterna.protocols.smtp.DataDecoder;
import org.sterna.protocols.smtp.TraceFields;

/** Mends one header section; used once. */
final class HeaderFixer {
    /** RFC 5322 section 3.6: the fields that hold addresses, Bcc apart. */
    private static final Set<String> ADDRESS_FIELDS = Set.of("from", "sender", "reply-to", "to", "cc",
            "resent-from", "resent-sender", "resent-reply-to", "resent-to", "resent-cc");
    private static final Set<String> BLIND_FIELDS = Set.of("bcc", "resent-bcc");

    private final SubmittedHeader header;
    private final Submitter submitter;
    private final Set<Fix> wanted;
    private final Set<Fix> done = EnumSet.noneOf(Fix.class);
    private final StringBuilder prefix = new StringBuilder(); // octet string
    private final List<OctetRange> removed = new ArrayList<>();

    HeaderFixer(SubmittedHeader header, Submitter submitter, Set<Fix> wanted) {
        this.header = header;
        this.submitter = submitter;
        this.wanted = wanted;
    }

    FixedMessage fix() {
        boolean replaceSender = wanted.contains(Fix.ADD_SENDER) && submitter.canBeWritten() && needsSender();
        if (isMissing("Date")) {
            add(Fix.ADD_DATE, "Date", TraceFields.dateTime(submitter.at()));
        }
        if (header.all("Message-ID").stream().noneMatch(field -> MessageIdField.isReferable(field.body()))) {
            add(Fix.ADD_MESSAGE_ID, "Message-ID", "<" + submitter.messageId() + ">");
        }
        if (isMissing("From") && submitter.canBeWritten()) {
            add(Fix.ADD_FROM, "From", submitter.address().path());
        }
        if (replaceSender) {
            add(Fix.ADD_SENDER, "Sender", submitter.address().path());
        }
        for (RawField field : header.fields()) {
            mend(field);
        }
        if (header.bodyFollowsAtOnce()) {
            prefix.append("\r\n");
        }
        return new FixedMessage(prefix.toString().getBytes(StandardCharsets.ISO_8859_1), merged(), done);
    }

    private void mend(RawField field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        if (BLIND_FIELDS.contains(name)) {
            if (wanted.contains(Fix.STRIP_BCC)) {
                done.add(Fix.STRIP_BCC);
                removed.add(field.range());
            }
        } else if (replaced(name)) {
            removed.add(field.range());
        } else if (wanted.contains(Fix.QUALIFY_ADDRESSES) && ADDRESS_FIELDS.contains(name)) {
            qualified(field).ifPresent(whole -> {
                done.add(Fix.QUALIFY_ADDRESSES);
                prefix.append(whole);
                removed.add(field.range());
            });
        }
    }

    /** Whether a field of this name was added, so that one which says nothing, or something else, must go. */
    private boolean replaced(String name) {
        return switch (name) {
            case "date" -> done.contains(Fix.ADD_DATE);
            case "message-id" -> done.contains(Fix.ADD_MESSAGE_ID);
            case "from" -> done.contains(Fix.ADD_FROM);
            case "sender" -> done.contains(Fix.ADD_SENDER);
            default -> false;
        };
    }

    private boolean isMissing(String name) {
        return header.all(name).stream().allMatch(RawField::isEmpty);
    }

    /** RFC 6409 section 8.1: the account is not named in From; RFC 5322 section 3.6.2: or others are beside it. */
    private boolean needsSender() {
        List<Optional<Address>> from = named("From");
        boolean alone = isMissing("From") ? wanted.contains(Fix.ADD_FROM) : from.size() == 1 && isOwn(from.get(0));
        List<Optional<Address>> sender = named("Sender");
        boolean saidAlready = sender.size() == 1 && isOwn(sender.get(0));
        boolean saidWrong = !sender.isEmpty() && !saidAlready;
        return saidWrong || !alone && !saidAlready;
    }

    private List<Optional<Address>> named(String field) {
        return header.named(field, submitter.address().domain());
    }

    private boolean isOwn(Optional<Address> address) {
        return address.filter(submitter::isNamedBy).isPresent();
    }

    private void add(Fix fix, String name, String body) {
        if (wanted.contains(fix)) {
            done.add(fix);
            prefix.append(name).append(": ").append(Utf8.encode(body)).append("\r\n");
        }
    }

    /** The field with its addresses completed; empty when there is nothing to complete, or doubt, or no room in its lines. */
    private Optional<String> qualified(RawField field) {
        List<AddressSpec> specs = AddressFieldReader.read(field.body()).orElse(List.of());
        StringBuilder whole = new StringBuilder();
        int copied = 0;
        for (AddressSpec spec : specs) {
            if (spec.isUnqualified()) {
                if (prefix.length() + whole.length() > SubmittedHeader.MAX_OCTETS || spec.address(submitter.address().domain()).isEmpty()) {
                    return Optional.empty();
                }
                int behind = field.bodyStart() + spec.localEnd();
                whole.append(field.raw(), copied, behind).append('@').append(submitter.address().domain().text());
                copied = behind;
            }
        }
        if (copied == 0) {
            return Optional.empty();
        }
        whole.append(field.raw(), copied, field.raw().length());
        if (!field.raw().endsWith("\r\n")) {
            whole.append("\r\n");
        }
        String text = whole.toString();
        return Optional.of(text).filter(t -> t.lines().allMatch(line -> line.length() <= DataDecoder.STANDARD_LINE_OCTETS));
    }

    private List<OctetRange> merged() {
        List<OctetRange> ranges = new ArrayList<>();
        for (OctetRange range : removed) {
            int last = ranges.size() - 1;
            if (last >= 0 && ranges.get(last).end() == range.start()) {
                ranges.set(last, new OctetRange(ranges.get(last).start(), range.end()));
            } else {
                ranges.add(range);
            }
        }
        return ranges;
    }
}
