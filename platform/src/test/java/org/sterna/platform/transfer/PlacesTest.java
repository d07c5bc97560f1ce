package org.sterna.platform.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places();
    private final List<String> woken = new ArrayList<>();

    private void wakeAll(long capacity) {
        for (var next = places.invite(capacity); next.isPresent(); next = places.invite(capacity)) {
            next.get().run();
        }
    }

    @Test
    void noMoreThanThereAre() {
        assertThat(places.take(2)).isTrue();
        assertThat(places.take(2)).isTrue();
        assertThat(places.take(2)).isFalse();
        places.giveBack();
        assertThat(places.take(2)).isTrue();
    }

    @Test
    void whoWaitsIsWokenInTurnAndNotOvertaken() {
        places.take(1);
        places.await(() -> woken.add("first"));
        places.await(() -> woken.add("second"));
        wakeAll(1);
        assertThat(woken).isEmpty();
        places.giveBack();
        wakeAll(1);
        assertThat(woken).containsExactly("first");
        assertThat(places.take(1)).as("the one who was woken").isTrue();
        places.giveBack();
        assertThat(places.take(1)).as("a newcomer").isFalse();
        wakeAll(1);
        assertThat(woken).containsExactly("first", "second");
        assertThat(places.take(1)).isTrue();
    }

    @Test
    void whoDoesNotComeLosesThePlace() {
        places.await(() -> woken.add("first"));
        places.await(() -> woken.add("second"));
        wakeAll(1);
        assertThat(woken).containsExactly("first");
        places.forget();
        wakeAll(1);
        assertThat(woken).as("it has had no second yet").containsExactly("first");
        places.forget();
        wakeAll(1);
        assertThat(woken).containsExactly("first", "second");
    }

    @Test
    void whoNeedsNoneAnyMoreHoldsUpNobody() {
        Runnable first = () -> woken.add("first");
        Runnable second = () -> woken.add("second");
        places.await(first);
        places.await(second);
        places.await(() -> woken.add("third"));
        places.forget(second);
        wakeAll(1);
        assertThat(woken).containsExactly("first");
        places.forget(first);
        wakeAll(1);
        assertThat(woken).containsExactly("first", "third");
        assertThat(places.take(1)).isTrue();
    }

    @Test
    void whatWasNotTakenIsNotGivenBack() {
        assertThatThrownBy(places::giveBack).isInstanceOf(IllegalStateException.class);
    }
}
