package org.sterna.platform.access.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An example dialogue of an RFC, as {@code /imap/rfc….txt} has it; the format stands at the head of {@code rfc9051.txt}.
 *
 * @param name        the section, and what it is about
 * @param steps       in their order
 * @param notReplayed why it cannot be had here; it has no steps then
 */
record RfcExample(String rfc, String name, List<Step> steps, Optional<String> notReplayed) {
    private static final Pattern LINE = Pattern.compile("(C|S|[a-z]+)(\\d?)([:!^]| |$) ?(.*)", Pattern.DOTALL);

    /**
     * @param what    C and S are the client's and the server's line, words in small letters make the situation
     * @param session which one of several; empty for the first
     * @param mark    {@code !} for a line of the RFC that is not said here, {@code ^} for one that does not stand in the RFC
     */
    record Step(String what, String session, String mark, String text) {
        static Step of(String line) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new AssertionError("not a line of an example: " + line);
            }
            return new Step(parts.group(1), parts.group(2), parts.group(3).trim(), parts.group(4));
        }
    }

    RfcExample {
        steps = List.copyOf(steps);
        if (steps.isEmpty() == notReplayed.isEmpty()) {
            throw new AssertionError("RFC " + rfc + " section " + name + " needs either steps or a reason");
        }
    }

    static List<RfcExample> of(String rfc) {
        try (InputStream file = RfcExample.class.getResourceAsStream("/imap/rfc" + rfc + ".txt")) {
            // One character an octet from here on: sizes of literals are of octets.
            return parse(rfc, new String(file.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RfcExample> parse(String rfc, String text) {
        List<RfcExample> examples = new ArrayList<>();
        for (String example : text.split("(?m)^== ")) {
            if (!example.startsWith("#")) {
                examples.add(one(rfc, example.split("\n")));
            }
        }
        return examples;
    }

    private static RfcExample one(String rfc, String[] lines) {
        List<Step> steps = new ArrayList<>();
        Optional<String> reason = Optional.empty();
        for (String line : List.of(lines).subList(1, lines.length)) {
            if (line.startsWith("not replayed: ")) {
                reason = Optional.of(line.substring("not replayed: ".length()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                steps.add(Step.of(line));
            }
        }
        return new RfcExample(rfc, lines[0], withLiterals(steps), reason);
    }

    /** Lines of the server whose end is the size of a literal go on with the lines behind them. */
    private static List<Step> withLiterals(List<Step> steps) {
        List<Step> whole = new ArrayList<>();
        for (Step step : steps) {
            Step last = whole.isEmpty() ? step : whole.get(whole.size() - 1);
            if (step.what().equals("S") && last.what().equals("S") && open(last.text()) > 0) {
                whole.set(whole.size() - 1, new Step("S", last.session(), last.mark(), last.text() + "\r\n" + step.text()));
            } else {
                whole.add(step);
            }
        }
        return whole;
    }

    /** Octets that the last literal of a text lacks, one at least if it lacks the line behind it; 0 without one. */
    private static int open(String text) {
        Matcher literal = Pattern.compile("\\{(\\d+)}(?:\r\n|$)").matcher(text);
        int open = 0;
        for (int from = 0; literal.find(from); from = literal.end()) {
            int size = Integer.parseInt(literal.group(1));
            open = Math.max(literal.end() + size + 1 - text.length() - (text.length() > literal.end() + size ? 1 : 0), 0);
        }
        return open;
    }

    @Override
    public String toString() {
        return "RFC " + rfc + " section " + name;
    }
}
