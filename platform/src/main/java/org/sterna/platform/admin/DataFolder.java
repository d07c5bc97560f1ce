package org.sterna.platform.admin;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that says which node is meant. */
final class DataFolder {
    @Option(names = "--data", paramLabel = "DIR", description = "The node's data folder; default: STERNA_DATA, or data.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--admin-port", paramLabel = "PORT", description = "Ask the node at its sterna.admin.port instead, with the token of --token.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--token", paramLabel = "FILE", description = "A copy of the node's admin.token; default: the one in the data folder.")
    private Optional<Path> token = Optional.empty();

    AdminAccess access(Terminal terminal) {
        return port.<AdminAccess>map(number -> new AdminAccess.Port(number, token.orElseGet(() -> of(terminal).resolve(AdminToken.FILE))))
                .orElseGet(() -> new AdminAccess.Socket(of(terminal)));
    }

    Path of(Terminal terminal) {
        return data.orElseGet(terminal::defaultData).toAbsolutePath().normalize();
    }
}
