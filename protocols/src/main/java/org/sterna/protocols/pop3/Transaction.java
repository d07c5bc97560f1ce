package org.sterna.protocols.pop3;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Second: the maildrop is open. Before: {@link OpeningMaildrop}; next: {@link Updating}. RFC 1939 section 5. */
record Transaction(Pop3Dialogue dialogue, Maildrop maildrop) implements CommandState {
    @Override
    public Transaction with(Pop3Dialogue next) {
        return new Transaction(next, maildrop);
    }

    @Override
    public Optional<Step> onCommand(Pop3Command command) {
        if (command instanceof Pop3Command.Stat) {
            return ok(maildrop.count() + " " + maildrop.octets());
        }
        if (command instanceof Pop3Command.List list) {
            return Optional.of(list(list.number(), number -> number + " " + maildrop.octets(number)));
        }
        if (command instanceof Pop3Command.Uidl uidl) {
            return Optional.of(list(uidl.number(), number -> number + " " + maildrop.uniqueId(number)));
        }
        if (command instanceof Pop3Command.Retr retr) {
            return Optional.of(ifThere(retr.number(), () -> new Step(new SendingContent(this),
                    List.of(new Pop3Action.SendMessage(retr.number() - 1, form(),
                            Pop3Reply.ok(maildrop.octets(retr.number()) + " octets"))))));
        }
        if (command instanceof Pop3Command.Top top) {
            return Optional.of(ifThere(top.number(), () -> new Step(new SendingContent(this),
                    List.of(new Pop3Action.SendTop(top.number() - 1, top.lines(), form(), Pop3Reply.ok("Top of message follows"))))));
        }
        if (command instanceof Pop3Command.Dele dele) {
            return Optional.of(ifThere(dele.number(), () -> Pop3State.say(
                    new Transaction(dialogue, maildrop.mark(dele.number())), Pop3Reply.ok("Marked as deleted"))));
        }
        if (command instanceof Pop3Command.Rset) {
            return Optional.of(Pop3State.say(
                    new Transaction(dialogue, maildrop.withoutMarks()), Pop3Reply.ok("No message is marked")));
        }
        if (command instanceof Pop3Command.Noop) {
            return ok("Nothing done");
        }
        if (command instanceof Pop3Command.Quit) {
            return Optional.of(quit());
        }
        return Optional.empty();
    }

    private Optional<Step> ok(String text) {
        return Optional.of(Pop3State.say(this, Pop3Reply.ok(text)));
    }

    private Pop3Action.HeaderForm form() {
        return dialogue.utf8() ? Pop3Action.HeaderForm.AS_STORED : Pop3Action.HeaderForm.SURROGATE;
    }

    private Step list(OptionalInt number, IntFunction<String> line) {
        if (number.isPresent()) {
            return ifThere(number.getAsInt(), () -> Pop3State.say(this, Pop3Reply.ok(line.apply(number.getAsInt()))));
        }
        return Pop3State.say(this, new Pop3Reply.Listing("+OK " + maildrop.count() + " messages",
                () -> maildrop.numbers().mapToObj(line).iterator()));
    }

    /** A number without a message is no error of syntax, and is not counted: who reads the maildrop in two programs meets many. */
    private Step ifThere(int number, Supplier<Step> step) {
        return maildrop.has(number) ? step.get() : Pop3State.say(this, Pop3Reply.error("No such message"));
    }

    /** RFC 1939 section 6: only QUIT deletes. */
    private Step quit() {
        BitSet marks = maildrop.marks();
        return new Step(new Updating(dialogue, !marks.isEmpty()), List.of(new Pop3Action.Update(marks)));
    }
}
