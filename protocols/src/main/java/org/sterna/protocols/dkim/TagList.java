package org.sterna.protocols.dkim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A list of tags and values (RFC 6376 section 3.2): the form of signature fields and key records. Names are case-sensitive. Octets from 128
 * on may stand in values (RFC 8616 section 3).
 */
public final class TagList {
    private final List<Tag> tags;

    private TagList(List<Tag> tags) {
        this.tags = List.copyOf(tags);
    }

    /**
     * Reads a list in one pass over its text.
     *
     * @param text octet string, folded or not
     * @return empty when it is none, or a name stands in it twice
     */
    public static Optional<TagList> parse(String text) {
        List<Tag> tags = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int at = 0;
        while (at < text.length()) {
            int semicolon = text.indexOf(';', at);
            int end = semicolon < 0 ? text.length() : semicolon;
            int equals = text.indexOf('=', at);
            if (equals < 0 || equals >= end) {
                boolean onlySpace = !tags.isEmpty() && semicolon < 0 && strip(text, at, end).isEmpty();
                return onlySpace ? Optional.of(new TagList(tags)) : Optional.empty();
            }
            Tag tag = new Tag(strip(text, at, equals), strip(text, equals + 1, end), equals + 1, end);
            if (!isName(tag.name()) || !isValue(tag.value()) || !names.add(tag.name())) {
                return Optional.empty();
            }
            tags.add(tag);
            at = end + 1;
        }
        return tags.isEmpty() ? Optional.empty() : Optional.of(new TagList(tags));
    }

    /** The value of a tag; an empty one is not the same as none. */
    public Optional<String> get(String name) {
        return tag(name).map(Tag::value);
    }

    /** As {@link #get}, without white space inside. */
    public Optional<String> compact(String name) {
        return get(name).map(TagList::withoutSpace);
    }

    /** The elements of a value that colons part, without white space around them. */
    public Optional<List<String>> elements(String name) {
        return get(name).map(value -> Arrays.stream(value.split(":", -1)).map(each -> strip(each, 0, each.length())).toList());
    }

    Optional<Tag> tag(String name) {
        return tags.stream().filter(tag -> tag.name().equals(name)).findFirst();
    }

    /** Whether a tag is the first one. */
    boolean startsWith(String name) {
        return tags.get(0).name().equals(name);
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (i == 0 || c != '_' && (c < '0' || c > '9'))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isValue(String value) {
        return value.chars().allMatch(c -> c > 32 && c != 127 || isSpace((char) c));
    }

    private static String strip(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static String withoutSpace(String value) {
        StringBuilder compact = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (!isSpace(value.charAt(i))) {
                compact.append(value.charAt(i));
            }
        }
        return compact.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
