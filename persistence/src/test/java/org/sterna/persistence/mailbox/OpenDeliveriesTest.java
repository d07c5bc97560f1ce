package org.sterna.persistence.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.QueueId;

/** What the tree has is what a map has after the same steps, and what it was before stays as it was. */
class OpenDeliveriesTest {
    private static final int IDS = 3000;
    private static final int STEPS = 20_000;

    private final Random random = new Random(4711);

    @Test
    void holdsWhatAMapHolds() {
        OpenDeliveries tree = OpenDeliveries.NONE;
        Map<QueueId, Unconfirmed.Delivery> map = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            QueueId id = id(random.nextInt(IDS));
            if (random.nextInt(3) > 0) {
                Unconfirmed.Delivery delivery = new Unconfirmed.Delivery(step, Instant.ofEpochMilli(step));
                tree = tree.with(id, delivery);
                map.put(id, delivery);
            } else {
                tree = tree.without(id);
                map.remove(id);
            }
            QueueId looked = id(random.nextInt(IDS));
            assertThat(tree.find(looked).orElse(null)).isEqualTo(map.get(looked));
        }
        assertThat(map).hasSizeGreaterThan(IDS / 2);
        assertThat(tree.toMap()).isEqualTo(map);
        assertThat(OpenDeliveries.of(map).toMap()).isEqualTo(map);
        for (QueueId id : List.copyOf(map.keySet())) {
            assertThat(tree.isEmpty()).isFalse();
            tree = tree.without(id);
        }
        assertThat(tree.isEmpty()).isTrue();
        assertThat(tree.toMap()).isEmpty();
    }

    @Test
    void aChangeLeavesWhatWasBeforeAlone() {
        List<OpenDeliveries> states = new ArrayList<>(List.of(OpenDeliveries.NONE));
        for (int number = 0; number < 200; number++) {
            states.add(states.get(number).with(id(number), new Unconfirmed.Delivery(number, Instant.EPOCH)));
        }
        OpenDeliveries none = states.get(200);
        for (int number = 0; number < 200; number++) {
            none = none.without(id(number));
        }
        assertThat(none.isEmpty()).isTrue();
        for (int size = 0; size <= 200; size++) {
            assertThat(states.get(size).toMap()).hasSize(size);
        }
    }

    @Test
    void withoutWhatIsNotThereIsTheSame() {
        OpenDeliveries one = OpenDeliveries.NONE.with(id(1), new Unconfirmed.Delivery(1, Instant.EPOCH));
        assertThat(one.without(id(2))).isSameAs(one);
    }

    private static QueueId id(int number) {
        return new QueueId(new Incarnation("a"), 7, number);
    }
}
