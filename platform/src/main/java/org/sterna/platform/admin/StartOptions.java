package org.sterna.platform.admin;

import java.nio.file.Path;
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
}
