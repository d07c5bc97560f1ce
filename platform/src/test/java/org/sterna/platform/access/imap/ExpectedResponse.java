package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response of an example, to be compared with what the server says. What the RFC leaves to the server may differ: the text of a status
 * response and a code where the example has none, the order of flags and of data items, more flags than those shown that a
 * mailbox knows, more capabilities, what LIST tells of children, \Recent, a UID with FETCH. Everything else is as it stands, with these marks:
 * {@code <304:306>} is a number or set that the server chooses, the same one wherever it occurs in the example; {@code ...} is anything;
 * {@code !item} stands in the RFC and is not said here, {@code ^item} is said here and does not stand in the RFC.
 */
final class ExpectedResponse {
    private static final Pattern VARIABLE = Pattern.compile("<([0-9][0-9:,]*)>");
    private static final Pattern STATUS = Pattern.compile("(OK|NO|BAD|BYE|PREAUTH)\\b(?: \\[([^\\]]*)])?.*", Pattern.DOTALL);
    private static final Set<String> OF_CHILDREN = Set.of("\\HASCHILDREN", "\\HASNOCHILDREN");

    private final String text;
    private final String tag;
    private final String rest;

    /** @param text one character an octet, its literals included */
    ExpectedResponse(String text) {
        this.text = text;
        int space = text.indexOf(' ');
        this.tag = space < 0 ? text : text.substring(0, space);
        this.rest = space < 0 ? "" : text.substring(space + 1);
    }

    boolean isTagged() {
        return !tag.equals("*") && !tag.equals("+");
    }

    boolean isExpunge() {
        return rest.endsWith(" EXPUNGE");
    }

    /** Whatever else is said, but for the end of the command. */
    boolean isAnything() {
        return text.equals("...");
    }

    /** @param known the numbers so far; those that are met for the first time are added if all the rest fits, too */
    boolean matches(String said, Map<String, String> known) {
        Map<String, String> numbers = new HashMap<>(known);
        boolean same = matches(said, new Comparison(numbers));
        if (same) {
            known.putAll(numbers);
        }
        return same;
    }

    private boolean matches(String said, Comparison comparison) {
        int space = said.indexOf(' ');
        if (space < 0 || !tag.equals(said.substring(0, space))) {
            return text.equals(said);
        }
        String saidRest = said.substring(space + 1);
        if (tag.equals("+")) {
            return true;
        }
        Matcher expectedStatus = STATUS.matcher(rest);
        if (expectedStatus.matches()) {
            Matcher status = STATUS.matcher(saidRest);
            return status.matches() && status.group(1).equals(expectedStatus.group(1))
                    && (expectedStatus.group(2) == null
                    || status.group(2) != null && comparison.code(marked(expectedStatus.group(2)), ResponseTree.parse(status.group(2))));
        }
        return comparison.data(marked(rest), ResponseTree.parse(saidRest));
    }

    /** Without what is not said here, and with what is. */
    private static List<ResponseTree> marked(String text) {
        return marked(ResponseTree.parse(text));
    }

    private static List<ResponseTree> marked(List<ResponseTree> all) {
        List<ResponseTree> marked = new ArrayList<>();
        boolean replaces = false;
        for (ResponseTree each : all) {
            String mark = each instanceof ResponseTree.Leaf leaf && leaf.text().length() <= 1 ? leaf.text() : "";
            if (mark.equals("!")) {
                replaces = true;                                    // a list or string follows that is not said
            } else if (replaces) {
                replaces = false;
            } else if (each instanceof ResponseTree.Branch branch) {
                marked.add(new ResponseTree.Branch(marked(branch.children())));
            } else if (each instanceof ResponseTree.Leaf leaf && !mark.equals("^") && !(leaf.text().startsWith("!") && leaf.text().length() > 1)) {
                marked.add(leaf.text().startsWith("^") ? new ResponseTree.Leaf(leaf.text().substring(1)) : leaf);
            }
        }
        return marked;
    }

    /** The text with the numbers that stand for those of the RFC. */
    static String filled(String text, Map<String, String> numbers) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String number = numbers.get(found.group(1));
            if (number == null) {
                throw new AssertionError("what stands for " + found.group(1) + " is not known yet: " + text);
            }
            return number;
        });
    }

    @Override
    public String toString() {
        return text;
    }

    private record Comparison(Map<String, String> numbers) {
        boolean code(List<ResponseTree> expected, List<ResponseTree> said) {
            if (said.isEmpty() || !same(expected.get(0), said.get(0))) {
                return false;
            }
            if (text(expected.get(0)).equals("CAPABILITY")) {
                return words(said).containsAll(words(expected));
            }
            if (text(expected.get(0)).equals("PERMANENTFLAGS")) {
                return words(children(said.get(1))).containsAll(words(children(expected.get(1))));
            }
            return sameList(expected, said);
        }

        boolean data(List<ResponseTree> expected, List<ResponseTree> said) {
            if (expected.isEmpty() || said.isEmpty() || expected.size() > 1 && text(expected.get(1)).equals("FETCH")) {
                return said.size() == 3 && sameList(expected.subList(0, 2), said.subList(0, 2))
                        && samePairs(children(expected.get(2)), children(said.get(2)), Set.of("UID"));
            }
            if (!same(expected.get(0), said.get(0))) {
                return false;
            }
            List<ResponseTree> arguments = expected.subList(1, expected.size());
            List<ResponseTree> saidArguments = said.subList(1, said.size());
            return switch (text(expected.get(0))) {
                case "FLAGS" -> words(children(saidArguments.get(0))).containsAll(words(children(arguments.get(0))));
                case "CAPABILITY" -> words(saidArguments).containsAll(words(arguments));
                case "ENABLED" -> words(saidArguments).equals(words(arguments));
                case "SEARCH" -> words(leaves(saidArguments)).equals(words(leaves(arguments))) && sameList(branches(arguments), branches(saidArguments));
                case "LIST", "LSUB" -> sameMailbox(arguments, saidArguments);
                case "STATUS" -> sameName(arguments.get(0), saidArguments.get(0))
                        && samePairs(children(arguments.get(1)), children(saidArguments.get(1)), Set.of());
                case "ESEARCH" -> sameSearch(arguments, saidArguments);
                default -> sameList(arguments, saidArguments);
            };
        }

        private boolean sameMailbox(List<ResponseTree> expected, List<ResponseTree> said) {
            Set<String> more = words(children(said.get(0)));
            Set<String> attributes = words(children(expected.get(0)));
            boolean all = more.containsAll(attributes);
            more.removeAll(attributes);
            return all && OF_CHILDREN.containsAll(more) && same(expected.get(1), said.get(1)) && sameName(expected.get(2), said.get(2))
                    && sameList(expected.subList(3, expected.size()), said.subList(3, said.size()));
        }

        private boolean sameName(ResponseTree expected, ResponseTree said) {
            boolean inbox = text(expected).equals("INBOX") && text(said).equals("INBOX");          // RFC 9051 section 5.1
            return inbox || expected.equals(said);
        }

        private boolean sameSearch(List<ResponseTree> expected, List<ResponseTree> said) {
            int head = Math.min(said.size(), expected.size() > 1 && text(expected.get(1)).equals("UID") ? 2 : 1);
            return said.size() >= head && sameList(expected.subList(0, head), said.subList(0, head))
                    && samePairs(expected.subList(head, expected.size()), said.subList(head, said.size()), Set.of());
        }

        /** Names with their values, in any order; those that may be told beside them are not looked at. */
        private boolean samePairs(List<ResponseTree> expected, List<ResponseTree> said, Set<String> beside) {
            Map<String, ResponseTree> open = new HashMap<>();
            for (int i = 0; i + 1 < said.size(); i += 2) {
                open.put(text(said.get(i)), said.get(i + 1));
            }
            int i = 0;
            for (; i + 1 < expected.size() && !text(expected.get(i)).startsWith("..."); i += 2) {
                String name = text(expected.get(i));
                ResponseTree value = open.remove(name);
                if (value == null || !(name.equals("FLAGS") ? sameFlags(expected.get(i + 1), value) : same(expected.get(i + 1), value))) {
                    return false;
                }
            }
            open.keySet().removeAll(beside);
            return open.isEmpty() || i < expected.size() && text(expected.get(i)).startsWith("...");
        }

        private boolean sameFlags(ResponseTree expected, ResponseTree said) {
            Set<String> flags = words(children(said));
            if (!words(children(expected)).contains("\\RECENT")) {
                flags.remove("\\RECENT");
            }
            return flags.equals(words(children(expected)));
        }

        private boolean sameList(List<ResponseTree> expected, List<ResponseTree> said) {
            if (expected.size() != said.size()) {
                return false;
            }
            for (int i = 0; i < expected.size(); i++) {
                if (!same(expected.get(i), said.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private boolean same(ResponseTree expected, ResponseTree said) {
            if (expected instanceof ResponseTree.Branch branch) {
                return said instanceof ResponseTree.Branch && sameList(branch.children(), children(said));
            }
            String wanted = ((ResponseTree.Leaf) expected).text();
            return wanted.equals("...") || said instanceof ResponseTree.Leaf leaf && sameText(wanted, leaf.text());
        }

        private boolean sameText(String expected, String said) {
            StringBuilder pattern = new StringBuilder();
            List<String> names = new ArrayList<>();
            Matcher variable = VARIABLE.matcher(expected);
            int end = 0;
            for (; variable.find(); end = variable.end()) {
                pattern.append(Pattern.quote(expected.substring(end, variable.start())));
                names.add(variable.group(1));
                pattern.append(numbers.containsKey(variable.group(1)) ? "(" + Pattern.quote(numbers.get(variable.group(1))) + ")" : "([0-9:,]+)");
            }
            pattern.append(Pattern.quote(expected.substring(end)));
            Matcher matcher = Pattern.compile(pattern.toString(), Pattern.CASE_INSENSITIVE).matcher(said);
            if (!matcher.matches()) {
                return false;
            }
            for (int i = 0; i < names.size(); i++) {
                numbers.put(names.get(i), matcher.group(i + 1));
            }
            return true;
        }

        private static List<ResponseTree> leaves(List<ResponseTree> trees) {
            return trees.stream().filter(ResponseTree.Leaf.class::isInstance).toList();
        }

        private static List<ResponseTree> branches(List<ResponseTree> trees) {
            return trees.stream().filter(ResponseTree.Branch.class::isInstance).toList();
        }

        private static List<ResponseTree> children(ResponseTree tree) {
            return tree instanceof ResponseTree.Branch branch ? branch.children() : List.of();
        }

        private static String text(ResponseTree tree) {
            return tree instanceof ResponseTree.Leaf leaf ? leaf.text().toUpperCase(Locale.ROOT) : "";
        }

        private Set<String> words(List<ResponseTree> trees) {
            Set<String> words = new TreeSet<>();
            trees.forEach(tree -> words.add(tree instanceof ResponseTree.Branch branch ? words(branch.children()).toString()
                    : VARIABLE.matcher(text(tree)).replaceAll(found -> numbers.getOrDefault(found.group(1), found.group()))));
            return words;
        }
    }
}
