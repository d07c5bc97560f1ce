package org.sterna.platform.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * By what a change of files is seen without reading them: time, size and, if a file was put in another's place, its identity. Links are followed.
 *
 * @param texts one for each file; how it looks is nobody's business
 */
record FileStamps(List<String> texts) {
    static FileStamps of(List<Path> files) {
        return new FileStamps(files.stream().map(FileStamps::of).toList());
    }

    private static String of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return e.toString();                             // also something that can change
        }
    }
}
