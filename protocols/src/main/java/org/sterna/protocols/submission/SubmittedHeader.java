package org.sterna.protocols.submission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sterna.protocols.address.Address;
import org.sterna.protocols.address.Domain;
import org.sterna.protocols.message.OctetRange;

/**
 * The header section of a submitted message. A value; it keeps no octets of the message but those of its header section.
 *
 * <p>A message whose first line is no header field has an empty header section, and all of it is body; a fix then puts an empty line
 * in front of it, so trace fields must stand in front of the fix. A line that is no field behind one that is makes the section
 * unreadable, since hosts would disagree about where the body begins; so do a second From or Sender, since they would disagree about who wrote it.
 */
public final class SubmittedHeader implements HeaderReading {
    /** So many octets of a message are enough for {@link #read}; no header section that is longer can be mended. */
    public static final int MAX_OCTETS = 128 * 1024;

    private final List<RawField> fields;
    private final boolean bodyFollowsAtOnce;

    private SubmittedHeader(List<RawField> fields, boolean bodyFollowsAtOnce) {
        this.fields = List.copyOf(fields);
        this.bodyFollowsAtOnce = bodyFollowsAtOnce;
    }

    /**
     * Reads the header section.
     *
     * @param octets the first {@code length} of the message, of which {@link #MAX_OCTETS} are looked at; not kept
     * @param whole whether they are all of the message, so that the header section may end with them
     */
    public static HeaderReading read(byte[] octets, int length, boolean whole) {
        int looked = Math.min(length, MAX_OCTETS);
        return read(new String(octets, 0, looked, StandardCharsets.ISO_8859_1), whole && looked == length);
    }

    private static HeaderReading read(String text, boolean whole) {
        List<RawField> fields = new ArrayList<>();
        int at = 0;
        while (at < text.length() && !text.startsWith("\r\n", at)) {
            int end = lineEnd(text, at);
            while (end > 0 && end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
                end = lineEnd(text, end);
            }
            if (end < 0 && !whole) {
                return new Unreadable("The header section is longer than " + MAX_OCTETS + " octets");
            }
            String raw = end < 0 ? text.substring(at) : text.substring(at, end);
            Optional<String> name = fieldName(raw);
            if (name.isEmpty()) {
                return fields.isEmpty()
                        ? new SubmittedHeader(fields, true)
                        : new Unreadable("Header line " + lineNumber(text, at) + " is not a header field");
            }
            if (raw.indexOf('\0') >= 0) {                 // BODY=BINARYMIME lets it through, and hosts disagree about what it ends
                return new Unreadable("The header section holds NUL");
            }
            if (hasBareLineEnd(raw)) {
                return new Unreadable("The header section holds a CR or LF that is not part of CR LF");
            }
            fields.add(new RawField(name.get(), raw, at));
            at += raw.length();
        }
        if (at == text.length() && !whole) {
            return new Unreadable("The header section is longer than " + MAX_OCTETS + " octets");
        }
        return single(new SubmittedHeader(fields, false), "From", "Sender");
    }

    /** RFC 5322 section 3.6: each of these at most once. */
    private static HeaderReading single(SubmittedHeader header, String... names) {
        for (String name : names) {
            if (header.all(name).size() > 1) {
                return new Unreadable("The message has more than one " + name + " field");
            }
        }
        return header;
    }

    /** Whom From and Sender name; an address without a domain is in the account's. A field without a readable address counts once. */
    public List<Author> authors(Domain accountDomain) {
        List<Author> authors = new ArrayList<>();
        for (String name : List.of("From", "Sender")) {
            for (RawField field : all(name)) {
                List<AddressSpec> specs = AddressFieldReader.read(field.body()).orElse(List.of());
                specs.forEach(spec -> authors.add(new Author(name, spec.address(accountDomain))));
                if (specs.isEmpty() && !field.isEmpty()) {
                    authors.add(new Author(name, Optional.empty()));
                }
            }
        }
        return authors;
    }

    /** What is to be put in front and taken out. */
    public FixedMessage fix(Submitter submitter, Set<Fix> wanted) {
        return new HeaderFixer(this, submitter, wanted).fix();
    }

    List<RawField> fields() {
        return fields;
    }

    /** Whether no empty line stands in front of the body, which begins with the first octet of the message. */
    boolean bodyFollowsAtOnce() {
        return bodyFollowsAtOnce;
    }

    List<RawField> all(String name) {
        return fields.stream().filter(field -> field.isNamed(name)).toList();
    }

    /** The addresses in From or in Sender, as {@link #authors} has them. */
    List<Optional<Address>> named(String field, Domain accountDomain) {
        return authors(accountDomain).stream().filter(author -> author.field().equals(field)).map(Author::address).toList();
    }

    /** RFC 5322 section 2.2, and the space before the colon of section 4.5. */
    private static Optional<String> fieldName(String line) {
        int i = 0;
        while (i < line.length() && line.charAt(i) > ' ' && line.charAt(i) < 127 && line.charAt(i) != ':') {
            i++;
        }
        String name = line.substring(0, i);
        while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
            i++;
        }
        return i < line.length() && line.charAt(i) == ':' && !name.isEmpty() ? Optional.of(name) : Optional.empty();
    }

    /** Index behind the CR LF; -1 when there is none. */
    private static int lineEnd(String text, int from) {
        int end = text.indexOf("\r\n", from);
        return end < 0 ? -1 : end + 2;
    }

    private static boolean hasBareLineEnd(String raw) {
        String rest = raw.replace("\r\n", "");
        return rest.indexOf('\r') >= 0 || rest.indexOf('\n') >= 0;
    }

    private static long lineNumber(String text, int at) {
        return 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
