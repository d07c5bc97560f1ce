package org.sterna.protocols.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one method said of a message. RFC 8601 section 2.2, {@code resinfo}.
 *
 * @param method     a keyword such as {@code spf}, lower case
 * @param result     a keyword such as {@code pass}, lower case
 * @param reason     free text
 * @param properties of the message, which the method looked at
 */
public record MethodResult(String method, String result, Optional<String> reason, List<Property> properties) {
    /**
     * Something of the message.
     *
     * @param type  a keyword such as {@code smtp}, {@code header} or {@code policy}, lower case (RFC 8601 section 2.3)
     * @param name  such as {@code mailfrom}, lower case
     * @param value any text
     */
    public record Property(String type, String name, String value) {
        public Property {
            type = keyword(type);
            name = keyword(name);
        }
    }

    /** @throws IllegalArgumentException when method or result is no keyword */
    public MethodResult {
        method = keyword(method);
        result = keyword(result);
        properties = List.copyOf(properties);
    }

    public static MethodResult of(String method, String result) {
        return new MethodResult(method, result, Optional.empty(), List.of());
    }

    public MethodResult because(String text) {
        return new MethodResult(method, result, Optional.of(text), properties);
    }

    /** With one property more. */
    public MethodResult with(String type, String name, String value) {
        List<Property> more = new ArrayList<>(properties);
        more.add(new Property(type, name, value));
        return new MethodResult(method, result, reason, more);
    }

    /** The value of the first property of that type and name. */
    public Optional<String> property(String type, String name) {
        return properties.stream().filter(each -> each.type().equals(type) && each.name().equals(name)).map(Property::value).findFirst();
    }

    private static String keyword(String text) {
        if (!Words.isKeyword(text)) {
            throw new IllegalArgumentException("not a keyword: " + text);
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
