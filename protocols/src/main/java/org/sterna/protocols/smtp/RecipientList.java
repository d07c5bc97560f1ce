package org.sterna.protocols.smtp;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list that never changes and of which a list with one recipient more costs little: full blocks are shared, only the last one is
 * copied. A transaction of thousands of recipients would otherwise copy millions.
 */
final class RecipientList extends AbstractList<Envelope.Recipient> implements RandomAccess {
    private static final int BLOCK = 64;
    private static final RecipientList EMPTY = new RecipientList(new Envelope.Recipient[0][], new Envelope.Recipient[0]);

    private final Envelope.Recipient[][] blocks;
    private final Envelope.Recipient[] tail; // shorter than a block

    private RecipientList(Envelope.Recipient[][] blocks, Envelope.Recipient[] tail) {
        this.blocks = blocks;
        this.tail = tail;
    }

    static RecipientList copyOf(List<Envelope.Recipient> recipients) {
        if (recipients instanceof RecipientList same) {
            return same;
        }
        RecipientList copy = EMPTY;
        for (Envelope.Recipient recipient : recipients) {
            copy = copy.and(recipient);
        }
        return copy;
    }

    RecipientList and(Envelope.Recipient recipient) {
        Envelope.Recipient[] longer = Arrays.copyOf(tail, tail.length + 1);
        longer[tail.length] = recipient;
        if (longer.length < BLOCK) {
            return new RecipientList(blocks, longer);
        }
        Envelope.Recipient[][] more = Arrays.copyOf(blocks, blocks.length + 1);
        more[blocks.length] = longer;
        return new RecipientList(more, EMPTY.tail);
    }

    @Override
    public Envelope.Recipient get(int index) {
        int block = index / BLOCK;
        return block < blocks.length && index >= 0 ? blocks[block][index % BLOCK] : tail[index - blocks.length * BLOCK];
    }

    @Override
    public int size() {
        return blocks.length * BLOCK + tail.length;
    }
}
