package org.sterna.platform.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this checkout. */
final class Checkout {
    private static final List<String> MODULES = List.of("protocols", "persistence", "platform", "cluster-config", "benchmarks");

    private Checkout() { }

    /** Where the build says it is; beside this module for a test that runs without the build. */
    static Path home() {
        return Path.of(System.getProperty("sterna.home", "..")).toAbsolutePath().normalize();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of every module under {@code src/main} or {@code src/test}. */
    static List<Path> sources(String tree) {
        return MODULES.stream().map(module -> home().resolve(module).resolve("src").resolve(tree)).filter(Files::isDirectory)
                .flatMap(folder -> files(folder).stream()).toList();
    }

    static List<Path> java(String tree) {
        return sources(tree).stream().filter(file -> file.toString().endsWith(".java")).toList();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
