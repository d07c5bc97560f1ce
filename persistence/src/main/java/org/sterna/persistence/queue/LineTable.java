package org.sterna.persistence.queue;

import java.util.function.Consumer;

/**
 * Lines by what two of them have in common: an open-addressing table that costs four octets a place and no object. What is removed leaves no mark: those
 * behind it move up (Knuth, The Art of Computer Programming, volume 3, section 6.4, algorithm R).
 */
abstract class LineTable {
    private static final int SMALLEST = 16;

    private Line[] places = new Line[SMALLEST];
    private int size;

    abstract int hash(Line line);

    abstract boolean same(Line one, Line other);

    /** The line that is the same as this one. */
    private int find(Line key) {
        int place = hash(key) & places.length - 1;
        while (places[place] != null && !same(places[place], key)) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }

    boolean has(Line key) {
        return places[find(key)] != null;
    }

    /** The line that is the same as the key; the key itself if there is none. */
    Line getOr(Line key) {
        Line found = places[find(key)];
        return found == null ? key : found;
    }

    /** Puts the line where one that is the same was, or anew. */
    void put(Line line) {
        int place = find(line);
        boolean added = places[place] == null;
        places[place] = line;
        if (added && ++size * 4L > places.length * 3L) {
            resize(places.length * 2);
        }
    }

    void remove(Line key) {
        int hole = find(key);
        if (places[hole] == null) {
            return;
        }
        size--;
        int mask = places.length - 1;
        for (int place = hole + 1 & mask; places[place] != null; place = place + 1 & mask) {
            int home = hash(places[place]) & mask;
            if ((place - home & mask) >= (place - hole & mask)) {     // its way from home leads over the hole
                places[hole] = places[place];
                hole = place;
            }
        }
        places[hole] = null;
        if (places.length > SMALLEST && size * 8L < places.length) {
            resize(places.length / 2);
        }
    }

    private void resize(int length) {
        Line[] before = places;
        places = new Line[length];
        for (Line line : before) {
            if (line != null) {
                places[find(line)] = line;
            }
        }
    }

    int size() {
        return size;
    }

    /** In no order; the table must not change meanwhile. */
    void forEach(Consumer<Line> action) {
        for (Line line : places) {
            if (line != null) {
                action.accept(line);
            }
        }
    }

    /** By queue id. */
    static final class ById extends LineTable {
        @Override
        int hash(Line line) {
            return line.idHash();
        }

        @Override
        boolean same(Line one, Line other) {
            return one.sameId(other);
        }
    }

    /** By destination, urgency and reverse-path: one line for all of a sender. */
    static final class BySender extends LineTable {
        @Override
        int hash(Line line) {
            return line.senderHash();
        }

        @Override
        boolean same(Line one, Line other) {
            return one.sameSender(other);
        }
    }
}
