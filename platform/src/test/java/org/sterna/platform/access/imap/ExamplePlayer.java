package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sterna.persistence.account.AccountCommand;
import org.sterna.persistence.account.QuotaLimits;
import org.sterna.persistence.account.pekko.AccountEntity;
import org.sterna.platform.TestNode;
import org.sterna.platform.connection.Listener;

/** Plays one example of an RFC: makes its situation, sends what the client sends, compares what the server says. */
final class ExamplePlayer implements AutoCloseable {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Pattern SIZE = Pattern.compile("(\\d+) lines of (\\d+) octets");
    private static final int MESSAGES_AT_ONCE = 250;

    private final TestNode node;
    private final Listener clear;
    private final Listener secure;
    private final Map<String, ExampleSession> sessions = new LinkedHashMap<>();
    private final Map<String, String> lastCommands = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>();
    private String user;
    private String password = "secret";
    private boolean inTheClear;
    private boolean stranger;

    ExamplePlayer(TestNode node, Listener clear, Listener secure, String user) {
        this.node = node;
        this.clear = clear;
        this.secure = secure;
        this.user = user;
    }

    void play(RfcExample example) {
        if (example.steps().stream().noneMatch(step -> step.what().equals("account"))) {
            node.account(user, password);
        }
        List<RfcExample.Step> said = new ArrayList<>();
        for (RfcExample.Step step : example.steps()) {
            if (!step.what().equals("S")) {
                compare(said);
                said.clear();
            }
            if (step.what().equals("S")) {
                said.add(step);
            } else if (!step.mark().equals("!")) {
                go(step);
            }
        }
        compare(said);
    }

    private void go(RfcExample.Step step) {
        String text = step.text();
        switch (step.what()) {
            case "C" -> {
                String line = ExpectedResponse.filled(text, numbers);
                lastCommands.put(step.session(), line);
                session(step).send(line + "\r\n");
            }
            case "do" -> session(step).done(ExpectedResponse.filled(text, numbers));
            case "message" -> session(step).done(append(text));
            case "messages" -> messages(step);
            case "await" -> await(session(step), new ExpectedResponse(text));
            case "let" -> numbers.put(text.substring(0, text.indexOf('=')).trim(), text.substring(text.indexOf('=') + 1).trim());
            case "account" -> {
                String name = text.substring(0, text.indexOf(' '));
                user = name.contains("@") ? name : name + "@example.org";      // the default domain of the test's logins
                password = text.substring(text.indexOf(' ') + 1);
                node.account(user, password);
            }
            case "clear" -> inTheClear = true;
            case "stranger" -> stranger = true;
            case "quota" -> TestNode.await(node.access().sharding().entityRefFor(AccountEntity.TYPE, user).<AccountEntity.Response>ask(replyTo ->
                    new AccountEntity.Request(new AccountCommand.SetQuota(new QuotaLimits(Optional.of(Long.parseLong(text)), Optional.empty()),
                            node.access().clock().instant()), replyTo), Duration.ofSeconds(30)));
            case "tls" -> session(step).secure();
            default -> throw new AssertionError(step);
        }
    }

    /** Opens it when it is first asked for, and logs in unless the example does. */
    private ExampleSession session(RfcExample.Step step) {
        return sessions.computeIfAbsent(step.session(), name -> {
            ExampleSession opened = ExampleSession.open((inTheClear ? clear : secure).address(), !inTheClear);
            if (!stranger) {
                assertThat(opened.response()).startsWith("* OK ");
                opened.done("LOGIN " + user + " " + password);
            }
            return opened;
        });
    }

    // Messages.

    /** {@code MAILBOX [FLAGS AND DATE] | field | field || line | line}; a body may also be {@code 92 lines of 3028 octets}. */
    private static String append(String text) {
        int bar = text.indexOf('|');
        return "APPEND " + text.substring(0, bar).trim() + " " + literal(text.substring(bar + 1).trim());
    }

    private static String literal(String message) {
        String[] parts = message.split("\\|\\|", 2);
        String octets = lines(parts[0]) + "\r\n" + (parts.length > 1 ? body(parts[1].trim()) : "");
        return "{" + octets.length() + "+}\r\n" + octets;
    }

    private static String body(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return lines(text);
        }
        int lines = Integer.parseInt(size.group(1));
        return "x\r\n".repeat(lines - 1) + "x".repeat(Integer.parseInt(size.group(2)) - 3 * (lines - 1) - 2) + "\r\n";
    }

    private static String lines(String text) {
        StringBuilder lines = new StringBuilder();
        for (String line : text.split("\\|")) {
            lines.append(line.isBlank() ? "" : line.trim() + "\r\n");
        }
        return lines.toString();
    }

    /** {@code COUNT MAILBOX [FLAGS AND DATE]}: as many messages that have nothing to do with the example. */
    private void messages(RfcExample.Step step) {
        String[] words = step.text().split(" ", 3);
        String message = (words.length > 2 ? words[2] + " " : "") + literal("From: other@example.org | Subject: other || other");
        int count = Integer.parseInt(words[0]);
        for (int done = 0; done < count; done += MESSAGES_AT_ONCE) {
            session(step).done("APPEND " + words[1] + (" " + message).repeat(Math.min(MESSAGES_AT_ONCE, count - done)));
        }
    }

    // Comparing.

    private void compare(List<RfcExample.Step> said) {
        Map<String, List<ExpectedResponse>> bySession = new LinkedHashMap<>();
        for (RfcExample.Step step : said) {
            if (!step.mark().equals("!")) {
                bySession.computeIfAbsent(step.session(), name -> new ArrayList<>()).add(new ExpectedResponse(step.text()));
                session(step);
            }
        }
        bySession.forEach((name, expected) -> compare(name, sessions.get(name), expected));
    }

    /** All of them must come and nothing else: untagged ones in any order before the end of their command, but one EXPUNGE after the other. */
    private void compare(String name, ExampleSession session, List<ExpectedResponse> all) {
        List<ExpectedResponse> open = new ArrayList<>(all);
        boolean anything = open.removeIf(ExpectedResponse::isAnything);
        List<String> heard = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!open.isEmpty()) {
            String said = session.response();
            heard.add(said);
            Optional<ExpectedResponse> met = met(said, open);
            met.ifPresent(open::remove);
            if (met.isEmpty() && !(anything && said.startsWith("* "))) {
                throw differs(name, open, heard);
            }
            boolean ended = met.filter(ExpectedResponse::isTagged).isPresent() && open.stream().noneMatch(ExpectedResponse::isTagged);
            if (ended && !open.isEmpty()) {
                if (!lastCommands.get(name).endsWith(" NOOP") || System.nanoTime() > deadline) {
                    throw differs(name, open, heard);
                }
                open.add(met.get());                               // what another session did may take a moment: a client asks again
                session.send(lastCommands.get(name) + "\r\n");
            }
        }
    }

    private Optional<ExpectedResponse> met(String said, List<ExpectedResponse> open) {
        boolean expunge = false;
        for (ExpectedResponse each : open) {
            if (!(expunge && each.isExpunge()) && each.matches(said, numbers)) {
                return Optional.of(each);
            }
            expunge = expunge || each.isExpunge();
        }
        return Optional.empty();
    }

    private AssertionError differs(String name, List<ExpectedResponse> open, List<String> heard) {
        return new AssertionError("session '" + name + "': the server says\n  " + String.join("\n  ", heard) + "\nand the example goes on with\n  "
                + open.stream().map(ExpectedResponse::toString).collect(Collectors.joining("\n  ")) + "\nwhere " + numbers);
    }

    /** Asks what is new until this is told. */
    private void await(ExampleSession session, ExpectedResponse awaited) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean told = false;
        while (!told && System.nanoTime() < deadline) {
            session.send("await NOOP\r\n");
            for (String said = session.response(); !said.startsWith("await "); said = session.response()) {
                told |= awaited.matches(said, numbers);
            }
        }
        if (!told) {
            throw new AssertionError("never told: " + awaited);
        }
    }

    @Override
    public void close() {
        sessions.values().forEach(ExampleSession::close);
    }
}
