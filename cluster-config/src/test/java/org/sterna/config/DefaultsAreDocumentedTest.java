package org.sterna.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DefaultsAreDocumentedTest {
    private final Config defaults = SettingsSources.defaults();

    @Test
    void everyDefaultIsReadAndEverythingReadHasADefault() {
        SettingsReader reader = new SettingsReader(defaults);
        SternaSettings.read(reader);
        assertThat(reader.pathsRead()).containsExactlyInAnyOrderElementsOf(
                defaults.entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toSet()));
    }

    @Test
    void everySettingIsDocumentedWithItsDefaultAndWhenItMayChange() {
        Map<String, String> comments = new TreeMap<>();
        collect(List.of(), defaults.root(), comments);
        assertThat(comments).hasSizeGreaterThan(50).allSatisfy((path, comment) ->
                assertThat(comment).as(path).containsPattern("Default: \\S").containsPattern("Start only\\.|Reloaded\\."));
    }

    /** The keys of a listener are explained once, above all of them; each listener has a comment as a whole, at its first key. */
    private static void collect(List<String> above, ConfigObject group, Map<String, String> comments) {
        group.forEach((key, value) -> {
            List<String> path = new ArrayList<>(above);
            path.add(key);
            boolean listener = path.size() == 3 && path.get(1).equals("listeners");
            if (value instanceof ConfigObject inner && listener) {
                comments.put(ConfigUtil.joinPath(path), comment(inner.get("enabled")));
            } else if (value instanceof ConfigObject inner) {
                collect(path, inner, comments);
            } else {
                comments.put(ConfigUtil.joinPath(path), comment(value));
            }
        });
    }

    private static String comment(ConfigValue value) {
        return String.join(" ", value.origin().comments());
    }
}
