package org.sterna.persistence.wire;

import java.util.Locale;

/** Written names, from those of classes and enum constants: {@code AddMessages} and {@code ADD_MESSAGES} are {@code add-messages}. */
final class WrittenName {
    private WrittenName() { }

    static String of(Class<?> type) {
        StringBuilder name = new StringBuilder();
        for (char c : type.getSimpleName().toCharArray()) {
            if (Character.isUpperCase(c) && name.length() > 0) {
                name.append('-');
            }
            name.append(Character.toLowerCase(c));
        }
        return name.toString();
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
