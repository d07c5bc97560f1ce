package org.sterna.platform.admin;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a command has around it.
 *
 * @param password    asks for a line that is not shown; empty when nobody is there to ask
 * @param environment the variables of the process
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, Function<String, Optional<String>> password,
                Map<String, String> environment) {

    static Terminal ofThisProcess() {
        Optional<Console> console = Optional.ofNullable(System.console());
        return new Terminal(System.in, System.out, System.err,
                prompt -> console.map(there -> there.readPassword("%s: ", prompt)).map(String::new), System.getenv());
    }

    /** The data folder of a command that names none. */
    Path defaultData() {
        return Path.of(environment.getOrDefault("STERNA_DATA", "data"));
    }
}
