package org.sterna.persistence.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Writes the samples of events that have none yet, and never touches one that is there: what was written once must stay
 * readable. Run by hand after a new event or version was added; the argument is {@code src/test/resources/samples}.
 */
final class SampleWriter {
    private SampleWriter() { }

    public static void main(String[] arguments) throws IOException {
        for (EventFamily<?> family : EventFamily.all()) {
            write(family, Path.of(arguments[0]).resolve(family.name()));
        }
    }

    private static <E> void write(EventFamily<E> family, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (EventFamily.Example<? extends E> example : family.examples()) {
            Path file = folder.resolve(example.name() + ".bin");
            if (Files.notExists(file)) {
                Files.writeString(file, print(family.codec().write(example.event())));
                System.out.println("written: " + file);
            }
        }
    }

    /** Hexadecimal text, 32 octets a line. */
    static String print(ByteBuffer record) {
        byte[] octets = new byte[record.remaining()];
        record.duplicate().get(octets);
        return HexFormat.of().formatHex(octets).replaceAll("(.{64})(?=.)", "$1\n") + "\n";
    }
}
