package org.sterna.protocols.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the header of a MIME part says about its body (RFC 2045). Octet strings, as spelt; defaults filled in.
 *
 * @param type for example {@code text}; compare ignoring case
 * @param encoding the content transfer encoding, {@code 7BIT} if none is named
 * @param md5 Content-MD5 (RFC 1864)
 * @param languages Content-Language (RFC 3282)
 * @param location Content-Location (RFC 2557)
 */
public record PartDescription(
        String type,
        String subtype,
        List<Parameter> parameters,
        Optional<String> id,
        Optional<String> description,
        String encoding,
        Optional<String> md5,
        Optional<Disposition> disposition,
        List<String> languages,
        Optional<String> location) {

    private static final List<Parameter> US_ASCII = List.of(new Parameter("charset", "us-ascii"));

    public PartDescription {
        parameters = List.copyOf(parameters);
        languages = List.copyOf(languages);
    }

    /** Where a part stands decides what it is when it does not say (RFC 2046 section 5.1.5). */
    enum Place { ORDINARY, IN_DIGEST }

    static PartDescription of(HeaderFields fields, Place place) {
        String type = "text";
        String subtype = "plain";
        List<Parameter> parameters = US_ASCII;            // RFC 2045 section 5.2
        Optional<ParameterizedValue> contentType = fields.first("Content-Type")
                .map(field -> ParameterizedValue.parse(field.body()));
        if (contentType.isEmpty() && place == Place.IN_DIGEST) {
            type = "message";
            subtype = "rfc822";
            parameters = List.of();
        } else if (contentType.isPresent()) {
            String value = contentType.get().value();
            int slash = value.indexOf('/');
            if (slash > 0 && slash < value.length() - 1) {
                type = value.substring(0, slash).strip();
                subtype = value.substring(slash + 1).strip();
                parameters = contentType.get().parameters();
            }
        }
        return new PartDescription(type, subtype, parameters,
                text(fields, "Content-ID"),
                text(fields, "Content-Description"),
                fields.first("Content-Transfer-Encoding").map(field -> ParameterizedValue.parse(field.body()).value())
                        .filter(encoding -> !encoding.isEmpty()).orElse("7BIT"),
                text(fields, "Content-MD5"),
                fields.first("Content-Disposition").map(field -> ParameterizedValue.parse(field.body()))
                        .filter(value -> !value.value().isEmpty())
                        .map(value -> new Disposition(value.value(), value.parameters())),
                fields.first("Content-Language").map(field -> languages(field.body())).orElse(List.of()),
                text(fields, "Content-Location"));
    }

    private static Optional<String> text(HeaderFields fields, String name) {
        return fields.first(name).map(HeaderField::body).filter(body -> !body.isEmpty());
    }

    private static List<String> languages(String body) {
        return new ArrayList<>(Arrays.stream(body.split(",", 50)).map(String::strip).filter(tag -> !tag.isEmpty()).toList());
    }

    public boolean isType(String wanted) {
        return type.equalsIgnoreCase(wanted);
    }

    public boolean isType(String wanted, String wantedSubtype) {
        return isType(wanted) && subtype.equalsIgnoreCase(wantedSubtype);
    }

    /** The value of the first parameter of that name, ignoring case. */
    public Optional<String> parameter(String name) {
        return parameters.stream().filter(p -> p.name().equalsIgnoreCase(name)).map(Parameter::value).findFirst();
    }

    /**
     * As {@link #parameter}, and if there is none by that name, its RFC 2231 forms ({@code name*}, {@code name*0} and so
     * on) put together and decoded.
     */
    Optional<String> decodedParameter(String name) {
        return parameter(name).or(() -> ExtendedParameter.decode(this, name));
    }

    boolean isAttachment() {
        return disposition.filter(found -> found.type().equalsIgnoreCase("attachment")).isPresent();
    }

    /** True if the body's octets stand as they are (RFC 2045 section 6.2). */
    boolean isIdentityEncoded() {
        return encoding.equalsIgnoreCase("7bit") || encoding.equalsIgnoreCase("8bit") || encoding.equalsIgnoreCase("binary");
    }

    PartDescription withType(String otherType, String otherSubtype) {
        return new PartDescription(otherType, otherSubtype, List.of(), id, description, encoding, md5, disposition,
                languages, location);
    }
}
