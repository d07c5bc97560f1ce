package org.sterna.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Whom a rule is for. Each entry is what its list is of, or {@code file:PATH}, a file with one such entry a line.
 *
 * @param networks     of clients
 * @param helo         names given with HELO or EHLO: {@code mail.example.org}, {@code *.example.org}, {@code [192.0.2.1]}
 * @param reversePaths {@code example.org}, {@code *.example.org}, {@code jones@example.org}
 */
public record AccessLists(List<String> networks, List<String> helo, List<String> reversePaths) {
    /** Before the path of a file. */
    public static final String FILE = "file:";
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[^\\s*@\\[\\]]+|\\[[^\\s*@\\[\\]]+]");
    private static final Pattern REVERSE_PATH = Pattern.compile("([^\\s*@]+@)?[^\\s*@]+|\\*\\.[^\\s*@]+");

    static AccessLists read(SettingsReader settings, String path) {
        return new AccessLists(
                list(settings, path + ".networks", "networks, such as [\"192.0.2.0/24\", \"file:PATH\"]", Network::parse),
                list(settings, path + ".helo", "names, such as [\"mail.example.org\", \"*.example.org\", \"file:PATH\"]", AccessLists::name),
                list(settings, path + ".reverse-path", "domains and addresses, such as [\"example.org\", \"jones@example.org\", \"file:PATH\"]",
                        AccessLists::reversePath));
    }

    private static List<String> list(SettingsReader settings, String path, String allowed, Consumer<String> check) {
        return settings.list(path, "a list of " + allowed, text -> {
            if (!text.startsWith(FILE)) {
                check.accept(text);
            }
            return text;
        });
    }

    /**
     * Reads an entry of {@link #helo}.
     *
     * @return in lower case
     * @throws IllegalArgumentException when it is none
     */
    public static String name(String text) {
        return matching(NAME, text);
    }

    /**
     * Reads an entry of {@link #reversePaths}.
     *
     * @return in lower case
     * @throws IllegalArgumentException when it is none
     */
    public static String reversePath(String text) {
        return matching(REVERSE_PATH, text);
    }

    private static String matching(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
