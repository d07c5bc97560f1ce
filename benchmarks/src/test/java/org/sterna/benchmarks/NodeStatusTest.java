package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.platform.admin.AdminException;

class NodeStatusTest {
    private static final String JSON = "{\"host\":\"mail.example.org\",\"incarnation\":\"1m809r75kjjt\",\"pid\":22680,"
            + "\"ports\":{\"smtp\":30025,\"imaps\":30993},\"connections\":0,\"lease\":\"valid\","
            + "\"cassandra\":\"embedded, pid 23093, localhost:23817, commit log: batch\",\"mutations\":16,\"reads\":66}";

    @Test
    void readsWhatTheNodeSays() {
        NodeStatus status = NodeStatus.parse(JSON);
        assertThat(status.pids()).containsExactly(22680L, 23093L);
        assertThat(status.ports()).isEqualTo(Map.of("smtp", 30025, "imaps", 30993));
        assertThat(status.mutations()).isEqualTo(16);
        assertThat(status.reads()).isEqualTo(66);
    }

    @Test
    void anExternalCassandraHasNoProcessHere() {
        NodeStatus status = NodeStatus.parse(JSON.replaceAll("embedded, pid 23093, [^\"]*", "external: [192.0.2.1:9042]"));
        assertThat(status.pids()).containsExactly(22680L);
    }

    @Test
    void aStatusWithoutMutationsIsAnError() {
        assertThatThrownBy(() -> NodeStatus.parse("{\"pid\":1}")).isInstanceOf(AdminException.class).hasMessageContaining("mutations");
    }

    @Test
    void withoutANodeThereIsNoStatus(@TempDir Path folder) {
        assertThat(NodeStatus.ifReady(folder)).isEmpty();
    }
}
