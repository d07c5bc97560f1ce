package org.sterna.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** One of several groups with the same keys, such as an entry of a list of rules. What is wrong is named by its path, never by its value, which may be a secret. */
final class SettingsGroup {
    private final String path;
    private final Config config;

    /**
     * @param path of the group, for messages
     * @throws SettingsException when it has a key that is not known
     */
    SettingsGroup(String path, Config config, Set<String> known) {
        this.path = path;
        this.config = config;
        config.root().keySet().stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
            throw new SettingsException(path + "." + key + " is no setting; there is " + String.join(", ", new TreeSet<>(known))
                    + " (" + config.origin().description() + ")");
        });
    }

    String path() {
        return path;
    }

    /** Empty if it is not there. */
    Optional<String> text(String key) {
        return get(key, "a text", config::getString).map(String::strip).filter(text -> !text.isEmpty());
    }

    <T> Optional<T> value(String key, String allowed, Function<String, T> parser) {
        return text(key).map(text -> parse(key, allowed, text, parser));
    }

    <T> List<T> list(String key, String allowed, Function<String, T> parser) {
        return get(key, allowed, config::getStringList).orElse(List.of()).stream().map(text -> parse(key, allowed, text.strip(), parser)).toList();
    }

    boolean has(String key) {
        return config.hasPath(key);
    }

    boolean flag(String key) {
        return get(key, "true or false", config::getBoolean).orElse(false);
    }

    <E extends Enum<E>> Optional<E> choice(String key, E[] values) {
        String allowed = "one of " + String.join(", ", Stream.of(values).map(SettingsGroup::written).toList());
        return value(key, allowed, text -> Stream.of(values).filter(one -> written(one).equalsIgnoreCase(text)).findFirst()
                .orElseThrow(IllegalArgumentException::new));
    }

    SettingsException wrong(String key, String allowed) {
        return new SettingsException(path + "." + key + " must be " + allowed + " (" + config.origin().description() + ")");
    }

    private <T> Optional<T> get(String key, String allowed, Function<String, T> getter) {
        try {
            return config.hasPath(key) ? Optional.of(getter.apply(key)) : Optional.empty();
        } catch (ConfigException e) {
            throw wrong(key, allowed);
        }
    }

    private <T> T parse(String key, String allowed, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(key, allowed);
        }
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
