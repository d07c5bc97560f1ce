package org.sterna.protocols.mtasts;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a domain says of its policy in the DNS (RFC 8461 section 3.1).
 *
 * @param id 1 to 32 letters and digits; another one whenever the policy is another one
 */
public record StsRecord(String id) {
    private static final String VERSION = "v=STSv1";
    private static final Pattern BEGINNING = Pattern.compile(VERSION + "[ \\t]*;.*", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}=[\\x21-\\x3A\\x3C\\x3E-\\x7E]+");

    /** Where the record of a domain stands. */
    public static String name(String domain) {
        return "_mta-sts." + domain;
    }

    /** @param texts of all TXT records at the name; empty if they are not exactly one record of ours, or it is malformed */
    public static Optional<StsRecord> of(List<String> texts) {
        List<String> ours = texts.stream().filter(text -> BEGINNING.matcher(text).matches()).toList();
        return ours.size() == 1 ? parse(ours.get(0)) : Optional.empty();
    }

    private static Optional<StsRecord> parse(String text) {
        String[] fields = text.split("[ \\t]*;[ \\t]*", -1);
        Optional<String> id = Optional.empty();
        for (int i = 1; i < fields.length; i++) {
            boolean last = i == fields.length - 1 && fields[i].isEmpty();
            if (!last && !FIELD.matcher(fields[i]).matches()) {
                return Optional.empty();
            }
            if (id.isEmpty() && fields[i].startsWith("id=")) {               // of several the first counts
                id = Optional.of(fields[i].substring("id=".length()));
            }
        }
        return id.filter(each -> ID.matcher(each).matches()).map(StsRecord::new);
    }
}
