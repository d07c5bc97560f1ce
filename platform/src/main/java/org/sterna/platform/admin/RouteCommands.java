package org.sterna.platform.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "route", description = "Next hops that are taken instead of asking the DNS.")
final class RouteCommands extends CommandGroup {
    @Command(description = "Send mail for a domain, *.domain or * to a host, such as: route add sink.test 127.0.0.1:2626")
    int add(@Mixin DataFolder data, @Parameters(paramLabel = "PATTERN") String pattern,
            @Parameters(paramLabel = "NEXT-HOP") String nextHop) {
        return change(data, List.of("route", "add", Typed.pattern(pattern), Typed.nextHop(nextHop)));
    }

    @Command(description = "Ask the DNS again.")
    int remove(@Mixin DataFolder data, @Parameters(paramLabel = "PATTERN") String pattern) {
        return change(data, List.of("route", "remove", Typed.pattern(pattern)));
    }

    @Command(description = "Show what was done to the routes, or to one of them, by whom and when.")
    int log(@Mixin DataFolder data, @Parameters(paramLabel = "PATTERN", arity = "0..1") Optional<String> pattern) {
        List<String> command = new ArrayList<>(List.of("route", "log"));
        pattern.map(Typed::pattern).ifPresent(command::add);
        return call(data, command);
    }

    @Command(description = "List the routes.")
    int list(@Mixin DataFolder data) {
        return call(data, List.of("route", "list"));
    }
}
