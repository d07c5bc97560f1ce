package org.sterna.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The machine's fully qualified name as its own files tell it; the DNS is not asked, which could hold up a start for long. */
final class HostName {
    private static final Pattern QUALIFIED = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final String NONE = "localhost.localdomain";

    private HostName() {
    }

    static boolean isQualified(String name) {
        return QUALIFIED.matcher(name).matches() && !NUMBERS.matcher(name).matches();
    }

    static String ofThisMachine() {
        try {
            Path kernel = Path.of("/proc/sys/kernel/hostname");
            String name = Files.isReadable(kernel) ? Files.readString(kernel).strip() : InetAddress.getLocalHost().getHostName();
            Path hosts = Path.of("/etc/hosts");
            return qualified(name, Files.isReadable(hosts) ? Files.readAllLines(hosts) : List.of());
        } catch (IOException e) {
            return NONE;
        }
    }

    /** The name itself if it has a dot; or the first with a dot on a line of the hosts file that has the name, too. */
    static String qualified(String name, List<String> hosts) {
        if (isQualified(name)) {
            return name;
        }
        Optional<String> found = hosts.stream().map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                .filter(words -> Stream.of(words).skip(1).anyMatch(name::equals))
                .flatMap(words -> Stream.of(words).skip(1)).filter(HostName::isQualified).findFirst();
        return found.orElse(NONE);
    }
}
