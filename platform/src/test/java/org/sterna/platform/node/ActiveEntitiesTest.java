package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.junit.jupiter.api.Test;
import org.sterna.config.ClusterSettings;

/** How many entities are awake at a time is bounded: an import, or mail to everybody, does not fill the heap. */
class ActiveEntitiesTest {
    @Test
    void thoseNotAskedLongestSleepWhenThereAreMoreThanTheSettingSays() {
        ClusterShardingSettings.PassivationStrategySettings passivation = ClusterShardingSettings.fromConfig(
                Node.pekko(new ClusterSettings(List.of(), "127.0.0.1", 0, 4321)).getConfig("pekko.cluster.sharding")).passivationStrategySettings();
        assertThat(passivation.activeEntityLimit().get()).isEqualTo(4321);
        assertThat(passivation.replacementPolicySettings().get())
                .hasSameClassAs(passivation.withLeastRecentlyUsedReplacement().replacementPolicySettings().get());
        assertThat(passivation.idleEntitySettings().get().timeout().toMinutes()).isEqualTo(5);
    }
}
