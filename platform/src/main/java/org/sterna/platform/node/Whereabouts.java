package org.sterna.platform.node;

import org.sterna.persistence.queue.WaitingMessage;

/** Where a message is now. */
sealed interface Whereabouts {
    /** Every recipient has its end. */
    record Finished() implements Whereabouts { }

    /** It is in its first attempt on this node. */
    record Tried() implements Whereabouts { }

    record Waiting(int slice, WaitingMessage message) implements Whereabouts { }

    /** In its first attempt on another node, or between an attempt and a slice. */
    record OnItsWay() implements Whereabouts { }

    /** Nobody said. */
    record Unknown(int slice) implements Whereabouts { }

    default String text() {
        if (this instanceof Finished) {
            return "finished";
        }
        if (this instanceof Tried) {
            return "being tried for the first time";
        }
        if (this instanceof Waiting waiting) {
            WaitingMessage message = waiting.message();
            return "waits in slice " + waiting.slice() + ", " + QueueText.state(message)
                    + (message.state() == WaitingMessage.State.HELD ? " until it is released" : ", next attempt " + message.due())
                    + (message.reason().isEmpty() ? "" : ": " + Printable.text(message.reason()));
        }
        if (this instanceof OnItsWay) {
            return "being tried, or between an attempt and the queue";
        }
        if (this instanceof Unknown unknown) {
            return "slice " + unknown.slice() + " did not answer; try again in a moment";
        }
        throw new AssertionError(this);
    }
}
