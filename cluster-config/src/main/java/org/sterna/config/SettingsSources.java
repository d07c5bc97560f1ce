package org.sterna.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Brings defaults, file and command line together and refuses paths that the defaults do not have. */
final class SettingsSources {
    private static final String COMMAND_LINE = "command line";
    /** Below these, the operator chooses the names. */
    private static final Set<String> FREE = Set.of("sterna.relay.credentials", "sterna.relay.identities", "sterna.relay.sources.pools");
    private static final String PASSWORD = ".password";

    private SettingsSources() {
    }

    static Config defaults() {
        return written().resolve();
    }

    /** Defaults that name other settings follow what these are set to. */
    private static Config written() {
        return ConfigFactory.parseResources(SettingsSources.class.getClassLoader(), "sterna-defaults.conf",
                ConfigParseOptions.defaults().setAllowMissing(false));
    }

    static Config merge(Optional<Path> file, List<String> sets, Optional<Path> dataDir, OptionalInt portOffset) {
        Config defaults = defaults();
        Config merged = file.map(path -> known(fromFile(path), defaults)).orElse(ConfigFactory.empty());
        for (String set : sets) {
            merged = known(fromSet(set), defaults).withFallback(merged);
        }
        if (dataDir.isPresent()) {
            merged = merged.withValue("sterna.node.data", ConfigValueFactory.fromAnyRef(dataDir.get().toString(), "--data"));
        }
        if (portOffset.isPresent()) {
            merged = merged.withValue("sterna.node.port-offset",
                    ConfigValueFactory.fromAnyRef(portOffset.getAsInt(), "--port-offset"));
        }
        return merged.withFallback(written()).resolve();
    }

    /** For people: a password is not shown. */
    static String written(String path, ConfigValue value) {
        return path.startsWith("sterna.relay.credentials.") && path.endsWith(PASSWORD) ? "(not shown)" : written(value);
    }

    private static String written(ConfigValue value) {
        return value.render(ConfigRenderOptions.concise());
    }

    private static Config fromFile(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new SettingsException("--config " + file + " cannot be read; it must name a settings file");
        }
        try {
            return ConfigFactory.parseFile(file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false)).resolve();
        } catch (ConfigException e) {
            throw new SettingsException("--config " + file + " is not well formed: " + e.getMessage().replace('\n', ' '));
        }
    }

    private static Config fromSet(String set) {
        int equals = set.indexOf('=');
        if (equals <= 0) {
            throw new SettingsException("--set " + set + " must be path=value, such as --set sterna.relay.smtp-port=2526");
        }
        String path = set.substring(0, equals).strip();
        try {
            return ConfigFactory.empty().withValue(path, value(set.substring(equals + 1).strip()));
        } catch (ConfigException e) {
            throw new SettingsException("--set " + set + " must be path=value, such as --set sterna.relay.smtp-port=2526");
        }
    }

    /** Lists are HOCON, with or without the quotes that a shell may have eaten; all else is taken as it stands, slashes and colons too. */
    private static ConfigValue value(String text) {
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return ConfigValueFactory.fromAnyRef(unquoted(text), COMMAND_LINE);
        }
        try {
            return ConfigFactory.parseString("value = " + text,
                    ConfigParseOptions.defaults().setOriginDescription(COMMAND_LINE)).getValue("value");
        } catch (ConfigException e) {
            List<String> items = Stream.of(text.substring(1, text.length() - 1).split(","))
                    .map(String::strip).filter(item -> !item.isEmpty()).map(SettingsSources::unquoted).toList();
            return ConfigValueFactory.fromIterable(items, COMMAND_LINE);
        }
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }

    private static Config known(Config given, Config defaults) {
        check(given.root(), defaults.root(), List.of());
        return given;
    }

    private static void check(ConfigObject given, ConfigObject defaults, List<String> above) {
        for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
            List<String> elements = new ArrayList<>(above);
            elements.add(entry.getKey());
            String path = ConfigUtil.joinPath(elements);
            ConfigValue known = defaults.get(entry.getKey());
            if (known == null) {
                String there = String.join(", ", defaults.keySet().stream().sorted().toList());
                throw new SettingsException(path + " is no setting; " + (above.isEmpty() ? "all begin with "
                        : ConfigUtil.joinPath(above) + " has ") + there + " (" + origin(entry.getValue()) + ")");
            }
            if (known instanceof ConfigObject group) {
                if (!(entry.getValue() instanceof ConfigObject inner)) {
                    throw new SettingsException(path + " is " + written(entry.getValue()) + ", but is a group of settings: "
                            + String.join(", ", group.keySet().stream().sorted().toList())
                            + " (" + origin(entry.getValue()) + ")");
                }
                if (!FREE.contains(path)) {
                    check(inner, group, elements);
                }
            }
        }
    }

    /** A group that the command line implies has no origin of its own, its first setting has. */
    private static String origin(ConfigValue value) {
        return value instanceof ConfigObject group && !group.isEmpty() ? origin(group.values().iterator().next())
                : value.origin().description();
    }
}
