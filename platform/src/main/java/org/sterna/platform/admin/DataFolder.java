package org.sterna.platform.admin;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says which node is meant. */
final class DataFolder {
    @Option(names = "--data", paramLabel = "DIR", description = "The node's data folder; default: STERNA_DATA, or data.")
    private Optional<Path> data = Optional.empty();

    Path of(Terminal terminal) {
        return data.orElseGet(terminal::defaultData).toAbsolutePath().normalize();
    }
}
