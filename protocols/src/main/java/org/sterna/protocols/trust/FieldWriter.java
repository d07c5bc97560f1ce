package org.sterna.protocols.trust;

/** Writes one field, folded behind each result and wherever a line would become long. */
final class FieldWriter {
    /** RFC 5322 section 2.1.1. */
    private static final int LINE = 78;
    /** Of one value, so that no line has more than 998 octets whatever is in it. */
    private static final int MOST = 300;

    private final StringBuilder out;
    private int lineStart;

    FieldWriter(String start) {
        out = new StringBuilder(start);
    }

    String write(AuthenticationResults field) {
        out.append(Words.value(field.authservId()));
        if (field.results().isEmpty()) {
            out.append("; none");
        }
        for (MethodResult result : field.results()) {
            out.append(';');
            fold();
            out.append(result.method()).append('=').append(result.result());
            result.reason().ifPresent(reason -> add("reason=" + Words.value(cut(reason))));
            result.properties().forEach(each -> add(each.type() + "." + each.name() + "=" + Words.propertyValue(cut(each.value()))));
        }
        return out.append("\r\n").toString();
    }

    private void add(String word) {
        if (out.length() - lineStart + 1 + word.length() > LINE) {
            fold();
        } else {
            out.append(' ');
        }
        out.append(word);
    }

    private void fold() {
        out.append("\r\n");
        lineStart = out.length();
        out.append('\t');
    }

    private static String cut(String text) {
        return text.length() <= MOST ? text : text.substring(0, Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST);
    }
}
