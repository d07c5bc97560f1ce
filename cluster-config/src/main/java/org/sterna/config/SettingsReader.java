package org.sterna.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads values by their full paths and refuses what has the wrong type or is out of range; remembers which paths were read. */
final class SettingsReader {
    private final Config config;
    private final Set<String> read = new LinkedHashSet<>();

    SettingsReader(Config config) {
        this.config = config;
    }

    Set<String> pathsRead() {
        return Set.copyOf(read);
    }

    boolean flag(String path) {
        return get(path, "true or false", config::getBoolean);
    }

    int number(String path, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        int value = get(path, allowed, config::getInt);
        return within(value >= least && value <= most, path, allowed, value);
    }

    double fraction(String path, double least, double most) {
        String allowed = "a number from " + least + " to " + most;
        double value = get(path, allowed, config::getDouble);
        return within(value >= least && value <= most, path, allowed, value);
    }

    Duration duration(String path, String least, String most) {
        String allowed = "a duration from " + least + " to " + most + ", such as 500 ms, 30 s, 5 m, 4 h, 2 d";
        Duration value = get(path, allowed, config::getDuration);
        return within(value.compareTo(Bounds.duration(least)) >= 0 && value.compareTo(Bounds.duration(most)) <= 0, path, allowed, value);
    }

    /** Octets. */
    int size(String path, String least, String most) {
        return (int) longSize(path, least, most);
    }

    /** Octets. */
    long longSize(String path, String least, String most) {
        String allowed = "a size from " + least + " to " + most + ", such as 12288 B, 64 KiB, 50 MiB";
        long value = get(path, allowed, config::getBytes);
        return within(value >= Bounds.octets(least) && value <= Bounds.octets(most), path, allowed, value);
    }

    String text(String path, String allowed, Function<String, Boolean> check) {
        String value = get(path, allowed, config::getString).strip();
        return within(check.apply(value), path, allowed, value);
    }

    <T> T value(String path, String allowed, Function<String, T> parser) {
        return parse(path, allowed, get(path, allowed, config::getString).strip(), parser);
    }

    Optional<Path> file(String path) {
        String value = get(path, "the path of a file", config::getString).strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(parse(path, "the path of a file", value, Path::of));
    }

    <E extends Enum<E>> E choice(String path, E[] values) {
        String allowed = "one of " + String.join(", ", Stream.of(values).map(SettingsReader::written).toList());
        String value = get(path, allowed, config::getString).strip();
        return Stream.of(values).filter(one -> written(one).equalsIgnoreCase(value)).findFirst()
                .orElseThrow(() -> wrong(path, allowed));
    }

    List<InetSocketAddress> endpoints(String path) {
        return list(path, "a list of \"host:port\", such as [\"192.0.2.1:53\", \"[2001:db8::1]:53\"]", Endpoints::parse);
    }

    <T> List<T> list(String path, String allowed, Function<String, T> parser) {
        return get(path, allowed, config::getStringList).stream().map(text -> parse(path, allowed, text.strip(), parser)).toList();
    }

    /** A list of groups, each with some of the known keys. */
    <T> List<T> groups(String path, Set<String> known, Function<SettingsGroup, T> parser) {
        List<? extends Config> entries = get(path, "a list of groups, each with some of " + String.join(", ", new TreeSet<>(known)), config::getConfigList);
        List<T> groups = new ArrayList<>();
        for (Config entry : entries) {
            groups.add(parser.apply(new SettingsGroup(path + "[" + groups.size() + "]", entry, known)));
        }
        return List.copyOf(groups);
    }

    /** Groups under names that the operator chooses; {@link SettingsSources} must know the path. */
    <T> Map<String, T> named(String path, Set<String> known, Function<SettingsGroup, T> parser) {
        Map<String, T> groups = new TreeMap<>();
        config.getObject(path).forEach((name, value) -> {
            if (!(value instanceof ConfigObject group)) {
                throw new SettingsException(path + "." + name + " must be a group of settings: " + String.join(", ", new TreeSet<>(known)));
            }
            groups.put(name, parser.apply(new SettingsGroup(path + "." + name, group.toConfig(), known)));
        });
        return Map.copyOf(groups);
    }

    /** Lists under names that the operator chooses; {@link SettingsSources} must know the path. */
    <T> Map<String, List<T>> lists(String path, String allowed, Function<String, T> parser) {
        Map<String, List<T>> lists = new TreeMap<>();
        Config group = config.getConfig(path);
        group.root().keySet().forEach(name -> lists.put(name,
                new SettingsGroup(path, group, group.root().keySet()).list(ConfigUtil.joinPath(name), allowed, parser)));
        return Map.copyOf(lists);
    }

    /** For rules between two settings: names the first, and tells what the second allows. */
    SettingsException wrong(String path, String allowed) {
        return new SettingsException(path + " is " + config.getValue(path).render(ConfigRenderOptions.concise()) + ", but must be "
                + allowed + " (" + config.getValue(path).origin().description() + ")");
    }

    private <T> T get(String path, String allowed, Function<String, T> getter) {
        read.add(path);
        try {
            return getter.apply(path);
        } catch (ConfigException.Missing e) {                // set to null, which says "no value" in HOCON
            throw new SettingsException(path + " has no value, but must be " + allowed);
        } catch (ConfigException | ArithmeticException e) {
            throw wrong(path, allowed);
        }
    }

    private <T> T within(boolean allowed, String path, String range, T value) {
        if (!allowed) {
            throw wrong(path, range);
        }
        return value;
    }

    private <T> T parse(String path, String allowed, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(path, allowed);
        }
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
