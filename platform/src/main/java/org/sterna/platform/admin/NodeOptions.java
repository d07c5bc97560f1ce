package org.sterna.platform.admin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of the commands that start a node. */
final class NodeOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "A settings file; see cluster-config/.../sterna-defaults.conf.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "The folder of everything the node keeps.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--port-offset", paramLabel = "N", description = "Is added to every port, such as 10000 for 10025, 10587, ...")
    private Optional<Integer> portOffset = Optional.empty();

    @Option(names = "--set", paramLabel = "path=value", arity = "1", description = "Any setting by its path; may be repeated.")
    private List<String> sets = new ArrayList<>();

    StartOptions toStartOptions() {
        return new StartOptions(config, data, portOffset.map(OptionalInt::of).orElse(OptionalInt.empty()), sets);
    }
}
