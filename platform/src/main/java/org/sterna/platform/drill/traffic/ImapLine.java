package org.sterna.platform.drill.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sterna.platform.drill.audit.UidRanges;
import org.sterna.platform.drill.audit.ViewedMessage;

/**
 * One response.
 *
 * @param text     without its literals, but with their sizes
 * @param literals in their order
 */
record ImapLine(String text, List<byte[]> literals) {
    private static final Pattern FETCH = Pattern.compile("\\* \\d+ FETCH \\(.*");
    private static final Pattern VANISHED = Pattern.compile("\\* VANISHED (?:\\(EARLIER\\) )?([0-9:,]+)");
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("\\bFLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("\\bMODSEQ \\((\\d+)\\)");

    boolean isFetch() {
        return FETCH.matcher(text).matches();
    }

    OptionalLong uid() {
        return number(UID);
    }

    /** What a FETCH response says of a message, if it says all of it. */
    Optional<ViewedMessage> message() {
        Matcher flags = FLAGS.matcher(text);
        OptionalLong modSeq = number(MODSEQ);
        return flags.find() && modSeq.isPresent() ? Optional.of(new ViewedMessage(modSeq.getAsLong(), flags(flags.group(1)))) : Optional.empty();
    }

    private static Set<String> flags(String names) {
        return Stream.of(names.split(" ")).filter(name -> !name.isEmpty() && !name.equalsIgnoreCase("\\Recent")).collect(Collectors.toUnmodifiableSet());
    }

    /** The UIDs of a VANISHED response. */
    Optional<List<Long>> vanished() {
        Matcher matcher = VANISHED.matcher(text);
        return matcher.matches() ? Optional.of(UidRanges.parse(matcher.group(1))) : Optional.empty();
    }

    /** The number in a response code. */
    OptionalLong code(String name) {
        return number(Pattern.compile("\\[" + name + " (\\d+)\\]"));
    }

    /** The only literal, as text; empty if there is none. */
    String literal() {
        return literals.isEmpty() ? "" : new String(literals.get(0), ISO_8859_1);
    }

    private OptionalLong number(Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
