package org.sterna.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sterna.platform.admin.AdminException;

class NodeQueueTest {
    @Test
    void readsTheSumAndNotADestination() {
        assertThat(NodeQueue.count("{\"all\":{\"destination\":\"\",\"count\":1000003,\"minutes\":{\"5\":3},\"states\":{\"ready\":0}},"
                + "\"destinations\":[{\"destination\":\"127.0.0.1:2626\",\"count\":1000000}],\"rest\":{\"destination\":\"\",\"count\":0}}")).isEqualTo(1_000_003);
        assertThatThrownBy(() -> NodeQueue.count("{\"destinations\":[]}")).isInstanceOf(AdminException.class);
    }

    @Test
    void whereNoNodeRunsNothingIsKnown(@TempDir Path folder) {
        NodeQueue queue = new NodeQueue(folder);
        assertThat(queue.waiting("127.0.0.1:2626")).isEmpty();
        assertThat(queue.await("127.0.0.1:2626", 0, Duration.ofMillis(1))).isFalse();
        assertThatThrownBy(() -> queue.route("sink.test", "127.0.0.1:2626")).isInstanceOf(AdminException.class);
    }
}
