package org.sterna.persistence.embedded.cassandra;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** What a child wrote about itself; true only while it holds its lock. */
record CassandraState(long pid, int nativePort, int storagePort) {

    /** Empty when there is none, or none that can be read. */
    static Optional<CassandraState> read(Path folder) {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(CassandraGuard.STATE))) {
            lines.load(reader);
            return Optional.of(new CassandraState(Long.parseLong(lines.getProperty("pid", "")),
                    Integer.parseInt(lines.getProperty("native-port", "")), Integer.parseInt(lines.getProperty("storage-port", ""))));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new EmbeddedCassandraException("cannot read " + folder.resolve(CassandraGuard.STATE) + ": " + e, e);
        }
    }
}
