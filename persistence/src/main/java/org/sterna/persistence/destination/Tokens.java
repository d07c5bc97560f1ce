package org.sterna.persistence.destination;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** The rates of connections, or those of messages, in one life of a destination. */
final class Tokens {
    /** A rate of a longer time is slow: its use is reserved durably. Of a quick one, all is taken for used by the life before. */
    static final Duration QUICK = Duration.ofMinutes(5);

    private final Rate.What what;
    private final Destination before;
    private final Instant recovered;
    private List<TokenWindow> windows = List.of();

    Tokens(Rate.What what, Destination before, Instant recovered) {
        this.what = what;
        this.before = before;
        this.recovered = recovered;
    }

    /** Takes these rates; what is known of the former ones stays known. */
    void rates(List<Rate> all) {
        List<Rate> rates = all.stream().filter(rate -> rate.what() == what).toList();
        if (rates.equals(windows.stream().map(TokenWindow::rate).toList())) {
            return;
        }
        List<TokenWindow> next = new ArrayList<>();
        for (Rate rate : rates) {
            next.add(windows.stream().filter(window -> window.rate().equals(rate)).findFirst().orElseGet(() -> window(rate)));
        }
        windows = next;
    }

    private TokenWindow window(Rate rate) {
        TokenWindow window = new TokenWindow(rate);
        windows.stream().max(Comparator.comparing(each -> each.rate().per())).ifPresentOrElse(window::addAll, () -> formerLife(window));
        return window;
    }

    private void formerLife(TokenWindow window) {
        if (isSlow(window.rate())) {
            before.reserves().forEach(reserve -> window.add(alive(reserve.until()), what == Rate.What.CONNECTIONS ? reserve.connects() : reserve.messages()));
        } else {
            before.grantsUntil().ifPresent(until -> window.add(alive(until), window.rate().count()));
        }
    }

    /** Nothing of the former life is used later. */
    private Instant alive(Instant until) {
        Instant lapsed = recovered.plus(before.length());
        return until.isBefore(lapsed) ? until : lapsed;
    }

    private static boolean isSlow(Rate rate) {
        return rate.per().compareTo(QUICK) > 0;
    }

    boolean isLimited() {
        return !windows.isEmpty();
    }

    void used(Instant at, long count) {
        windows.forEach(window -> window.add(at, count));
    }

    /** How many may be granted now, so many being held by nodes already. */
    OptionalInt free(Instant now, long held) {
        return windows.isEmpty() ? OptionalInt.empty()
                : OptionalInt.of((int) Math.max(0, windows.stream().mapToLong(window -> window.free(now) - held).min().getAsLong()));
    }

    /** How long until there is one to be granted. */
    Duration untilFree(Instant now, long held) {
        return windows.stream().map(window -> window.untilFree(now, held)).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    /**
     * How many are reserved at a time: twice what the slow rates allow in that time, so that few reservations are made and little is lost by an
     * unexpected end.
     *
     * @return 0 if no rate is slow
     */
    int reserve(Duration time) {
        return (int) windows.stream().map(TokenWindow::rate).filter(Tokens::isSlow)
                .mapToLong(rate -> 1 + 2L * rate.count() * time.toSeconds() / rate.per().toSeconds()).min().orElse(0);
    }
}
