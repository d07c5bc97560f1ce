package org.sterna.persistence.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first few of many in an order, without keeping the others. Not thread-safe. */
public final class First<T> {
    private final Comparator<? super T> order;
    private final int most;
    private final PriorityQueue<T> kept;
    private int seen;

    public First(Comparator<? super T> order, int most) {
        this.order = order;
        this.most = most;
        kept = new PriorityQueue<>(order.reversed());
    }

    public void add(T each) {
        seen++;
        if (kept.size() < most) {
            kept.add(each);
        } else if (most > 0 && order.compare(each, kept.element()) < 0) {
            kept.remove();
            kept.add(each);
        }
    }

    /** How many were added. */
    public int seen() {
        return seen;
    }

    /** The first ones, in order. */
    public List<T> toList() {
        List<T> sorted = new ArrayList<>(kept);
        sorted.sort(order);
        return List.copyOf(sorted);
    }
}
