package org.sterna.protocols.pop3;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.function.BiFunction;
import java.util.function.Function;

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
            return Optional.of(list(list.number(), (number, message) -> number + " " + message.octets()));
        }
        if (command instanceof Pop3Command.Uidl uidl) {
            return Optional.of(list(uidl.number(), (number, message) -> number + " " + message.uniqueId()));
        }
        if (command instanceof Pop3Command.Retr retr) {
            return Optional.of(ifThere(retr.number(), message -> new Step(new SendingContent(this),
                    List.of(new Pop3Action.SendMessage(
                            retr.number() - 1, Pop3Reply.ok(message.octets() + " octets"))))));
        }
        if (command instanceof Pop3Command.Top top) {
            return Optional.of(ifThere(top.number(), message -> new Step(new SendingContent(this),
                    List.of(new Pop3Action.SendTop(
                            top.number() - 1, top.lines(), Pop3Reply.ok("Top of message follows"))))));
        }
        if (command instanceof Pop3Command.Dele dele) {
            return Optional.of(ifThere(dele.number(), message -> Pop3State.say(
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

    private Step list(OptionalInt number, BiFunction<Integer, MaildropMessage, String> line) {
        if (number.isPresent()) {
            return ifThere(number.getAsInt(), message -> Pop3State.say(
                    this, Pop3Reply.ok(line.apply(number.getAsInt(), message))));
        }
        List<String> lines = maildrop.numbers()
                .mapToObj(n -> line.apply(n, maildrop.message(n).orElseThrow()))
                .toList();
        return Pop3State.say(this, new Pop3Reply.Listing("+OK " + lines.size() + " messages", lines));
    }

    private Step ifThere(int number, Function<MaildropMessage, Step> step) {
        return maildrop.message(number).map(step).orElseGet(() -> refuse("No such message"));
    }

    /** RFC 1939 section 6: only QUIT deletes. */
    private Step quit() {
        SortedSet<Integer> indexes = maildrop.deletedIndexes();
        return indexes.isEmpty()
                ? end(Pop3Reply.ok("Bye"))
                : new Step(new Updating(dialogue), List.of(new Pop3Action.Update(indexes)));
    }
}
