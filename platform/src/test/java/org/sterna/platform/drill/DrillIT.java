package org.sterna.platform.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.platform.admin.DrillOptions;

/**
 * The drill in short: three nodes, three of Cassandra, and a fault or two. It needs the right to make network namespaces, and fails without. A longer one is
 * {@code ./sterna drill}; {@code -Dsterna.drill.minutes=10} makes this one longer.
 */
@Tag("cluster")
class DrillIT {
    @Test
    @Timeout(1800)
    void nothingIsLostDoubledOrToldWrongly(@TempDir Path folder) throws IOException {
        double minutes = Double.parseDouble(System.getProperty("sterna.drill.minutes", "0.2"));
        Path data = folder.resolve("drill");
        int status = Drill.run(new DrillOptions(3, 3, minutes, "node,cassandra,partition,pause", 10, Optional.empty(), OptionalLong.empty(), Optional.of(data), true, List.of()));
        assertThat(status).as(() -> read(data.resolve("findings.txt"))).isZero();
        assertThat(read(data.resolve("table.md"))).contains("| **lost** | 0 |").contains("| **doubled** | 0 |");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "the drill could not be run";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
