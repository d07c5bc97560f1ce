package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sterna.platform.drill.SmtpLoad;
import org.sterna.platform.drill.SmtpLoadListener;
import org.sterna.platform.drill.SmtpLoadPlan;
import org.sterna.platform.drill.SmtpLoadResult;

/** What a delivered message may cost: counted, because a count is the same on every machine. */
@ExtendWith(SharedNode.class)
class MutationCountIT {
    private static final int MESSAGES = 3_000;
    private static final double MOST_MUTATIONS = 3.0;
    private static final Duration SETTLING = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofSeconds(2);

    @Test
    @Timeout(900)
    void aDeliveredMessageCostsAtMostThreeMutations(NodeProcess node) throws Exception {
        List<String> recipients = node.accounts("load", 100);
        SmtpLoadPlan plan = SmtpLoadPlan.of(node.smtp(), recipients).withSessions(64);
        SmtpLoad.run(plan.withMessages(1_000, 5_000), SmtpLoadListener.NONE);
        settle(node);
        Config before = node.status();
        SmtpLoadResult result = SmtpLoad.run(plan.withMessages(MESSAGES, 5_000), SmtpLoadListener.NONE);
        settle(node);
        Config after = node.status();

        assertThat(result.acknowledged().cardinality()).as(result.toString()).isEqualTo(MESSAGES);
        double each = (after.getLong("mutations") - before.getLong("mutations")) / (double) MESSAGES;
        System.out.printf("%.2f mutations and %.2f reads per delivered message; %s%n", each,
                (after.getLong("reads") - before.getLong("reads")) / (double) MESSAGES, result);
        assertThat(each).as("mutations per delivered message, session log and lease included").isLessThanOrEqualTo(MOST_MUTATIONS);
    }

    /** All delivered, and what follows from that written down too: nothing but the lease is being renewed. */
    private static void settle(NodeProcess node) {
        node.awaitEmptyQueue(SETTLING);
        long[] seen = {node.status().getLong("mutations"), System.nanoTime()};
        Await.until("the node is quiet", SETTLING, () -> {
            long now = System.nanoTime();
            if (now - seen[1] < QUIET.toNanos()) {
                return false;
            }
            long mutations = node.status().getLong("mutations");
            boolean quiet = mutations - seen[0] <= 2 * QUIET.toSeconds() + 2;
            seen[0] = mutations;
            seen[1] = now;
            return quiet;
        });
    }
}
