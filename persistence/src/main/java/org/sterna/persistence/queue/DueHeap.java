package org.sterna.persistence.queue;

import java.util.Arrays;

/** Lines by {@link Line#wake}, the first on top: a binary heap whose lines know their place, so that any of them is removed in logarithmic time. */
final class DueHeap {
    private static final int SMALLEST = 16;

    private Line[] heap = new Line[SMALLEST];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** @throws IllegalStateException if it is empty */
    Line first() {
        if (size == 0) {
            throw new IllegalStateException("the heap is empty");
        }
        return heap[0];
    }

    /** Adds a line that is not in it. What decides its {@link Line#wake} must not change while it is in. */
    void add(Line line) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size + (size >> 1));
        }
        up(size++, line);
    }

    /** Removes the line if it is in. */
    void remove(Line line) {
        int hole = line.at;
        if (hole == Line.NOWHERE) {
            return;
        }
        line.at = Line.NOWHERE;
        Line last = heap[--size];
        heap[size] = null;
        if (last != line) {
            down(hole, last);
            if (last.at == hole) {
                up(hole, last);
            }
        }
        if (heap.length > SMALLEST && size < heap.length / 4) {
            heap = Arrays.copyOf(heap, Math.max(SMALLEST, heap.length / 2));
        }
    }

    private void up(int from, Line line) {
        int place = from;
        while (place > 0) {
            int parent = place - 1 >> 1;
            if (heap[parent].wake() <= line.wake()) {
                break;
            }
            set(place, heap[parent]);
            place = parent;
        }
        set(place, line);
    }

    private void down(int from, Line line) {
        int place = from;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1].wake() < heap[child].wake()) {
                child++;
            }
            if (heap[child].wake() >= line.wake()) {
                break;
            }
            set(place, heap[child]);
            place = child;
        }
        set(place, line);
    }

    private void set(int place, Line line) {
        heap[place] = line;
        line.at = place;
    }
}
