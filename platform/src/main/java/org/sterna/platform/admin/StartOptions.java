package org.sterna.platform.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code ./sterna start} was given; nothing is read or checked yet.
 *
 * @param config     a settings file
 * @param data       the data folder, if the command line names one
 * @param portOffset is added to every port
 * @param sets       {@code path=value}, in the order given
 */
public record StartOptions(Optional<Path> config, Optional<Path> data, OptionalInt portOffset, List<String> sets) {
    public StartOptions {
        sets = List.copyOf(sets);
    }

    /** The same, as they are written on a command line. */
    public List<String> written() {
        List<String> words = new ArrayList<>();
        config.ifPresent(file -> words.addAll(List.of("--config", file.toAbsolutePath().toString())));
        data.ifPresent(folder -> words.addAll(List.of("--data", folder.toAbsolutePath().toString())));
        portOffset.ifPresent(offset -> words.addAll(List.of("--port-offset", Integer.toString(offset))));
        sets.forEach(set -> words.addAll(List.of("--set", set)));
        return words;
    }
}
