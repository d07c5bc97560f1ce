package org.sterna.platform.node;

import java.util.Collection;

/** Text that others chose, such as replies and addresses, for a terminal: nothing in it that a terminal would obey. */
final class Printable {
    private Printable() { }

    static String text(String text) {
        return text.codePoints().anyMatch(Character::isISOControl)
                ? text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString()
                : text;
    }

    /** In angle brackets, with commas. */
    static String paths(Collection<String> paths) {
        return String.join(", ", paths.stream().map(path -> "<" + text(path) + ">").toList());
    }
}
