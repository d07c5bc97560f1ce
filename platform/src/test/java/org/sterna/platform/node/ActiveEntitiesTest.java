package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.junit.jupiter.api.Test;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.platform.cluster.ClusterConfiguration;

/** How many entities are awake at a time is bounded: an import, or mail to everybody, does not fill the heap. */
class ActiveEntitiesTest {
    @Test
    void thoseNotAskedLongestSleepWhenThereAreMoreThanTheSettingSays() {
        ClusterShardingSettings.PassivationStrategySettings passivation = ClusterShardingSettings.fromConfig(
                Node.pekko(ClusterConfiguration.of(SternaSettings.load(Optional.empty(), List.of("sterna.cluster.active-entities=54321"),
                        Optional.empty(), OptionalInt.empty()).cluster(), OptionalInt.empty(), new Incarnation("0test"), false)).getConfig("pekko.cluster.sharding")).passivationStrategySettings();
        assertThat(passivation.activeEntityLimit().get()).isEqualTo(54321);
        assertThat(passivation.replacementPolicySettings().get())
                .hasSameClassAs(passivation.withLeastRecentlyUsedReplacement().replacementPolicySettings().get());
        assertThat(passivation.idleEntitySettings().get().timeout().toMinutes()).isEqualTo(5);
    }
}
