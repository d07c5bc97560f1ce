package org.sterna.platform.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.sterna.config.SternaSettings;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.SessionId;
import org.sterna.protocols.address.ForwardPath;
import org.sterna.protocols.address.ReversePath;
import org.sterna.protocols.smtp.parameter.MailParameters;

/** Clients and what they say. */
final class Example {
    private static final SessionId SESSION = new SessionId(new Incarnation("1"), 1, 1);

    private Example() { }

    static SternaSettings settings(String... sets) {
        return SternaSettings.load(Optional.empty(), List.of(sets), Optional.of(Path.of("unused")), OptionalInt.empty());
    }

    static Client client(String address) {
        return new Client(SESSION, "smtp", address(address), Optional.empty(), Optional.empty(), false, false);
    }

    static Client trusted(String address) {
        return new Client(SESSION, "smtp", address(address), Optional.empty(), Optional.empty(), true, false);
    }

    static Client account(String address, String account) {
        return new Client(SESSION, "submission", address(address), Optional.of("client.example.net"), Optional.of(account), false, true);
    }

    static Client helo(String address, String name) {
        return new Client(SESSION, "smtp", address(address), Optional.of(name), Optional.empty(), false, false);
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    static ForwardPath to(String address) {
        return ForwardPath.parse("<" + address + ">").orElseThrow();
    }

    static ReversePath from(String address) {
        return ReversePath.parse("<" + address + ">").orElseThrow();
    }

    static Question connected(Client client) {
        return new Question.Connected(client);
    }

    static Question mail(Client client, String from) {
        return new Question.SenderNamed(client, from(from), MailParameters.NONE);
    }

    static Question mail(Client client) {
        return mail(client, "smith@example.net");
    }

    static Question rcpt(Client client, String to) {
        return new Question.RecipientNamed(client, from("smith@example.net"), to(to));
    }

    static Question auth(Client client, String user) {
        return new Question.AuthenticationAsked(client, user);
    }

    /** What is answered at once. */
    static Verdict now(Policy policy, Question question) {
        CompletableFuture<Verdict> answer = policy.ask(question).toCompletableFuture();
        if (!answer.isDone()) {
            throw new AssertionError("no answer yet to " + question);
        }
        return answer.join();
    }

    /** What is answered at once. */
    static Judgement now(Policies policies, Question question) {
        CompletableFuture<Judgement> answer = policies.ask(question).toCompletableFuture();
        if (!answer.isDone()) {
            throw new AssertionError("no answer yet to " + question);
        }
        return answer.join();
    }

    /** The reply of a refusal, or {@code pass}, {@code tag RULE}, {@code exempt}. */
    static String words(Verdict verdict) {
        if (verdict instanceof Verdict.Refuse refusal) {
            return refusal.reply().toString();
        }
        return verdict instanceof Verdict.Tag tag ? "tag " + tag.rule() : verdict instanceof Verdict.Exempt ? "exempt" : "pass";
    }
}
