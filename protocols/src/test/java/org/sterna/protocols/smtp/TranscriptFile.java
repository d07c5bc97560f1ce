package org.sterna.protocols.smtp;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sterna.protocols.sasl.SaslMechanism;

/**
 * The conversations under {@code smtp/transcripts}. A file holds several; each begins with {@code == name}, then the sentence of the RFC
 * behind {@code #}, then the lines that set the scene, then what {@link SmtpTranscript} plays:
 *
 * <pre>
 * role: transfer, submission or lmtp     tls: yes (from the start) or no      starttls: no
 * auth: none, offered or required        with: / without: EXTENSION ...       limits: name=number ...
 * forbid: connect|hello|mail|data REPLY  close: the same, ending the session  store: / flush: REPLY
 * hello: yes                             EHLO, or what fits the role, is said and its reply left out
 * </pre>
 */
final class TranscriptFile {
    private static final String ROOT = "/smtp/transcripts";

    /** One conversation. */
    record Conversation(String name, List<String> sentences, Map<String, List<String>> scene, String script) {
        SmtpTranscript begin() {
            SmtpTranscript transcript = new SmtpTranscript(rules(), first("tls").equals("yes")
                    ? Optional.of(SmtpTranscript.TLS) : Optional.empty(), forbidden());
            scene.getOrDefault("store", List.of()).forEach(text -> transcript.storingAnswers(reply(text)));
            scene.getOrDefault("flush", List.of()).forEach(text -> transcript.flushingAnswers(reply(text)));
            return transcript;
        }

        /** What is played, with the greeting if it was left out. */
        String wholeScript() {
            String hello = switch (first("hello")) {
                case "" -> "";
                case "yes" -> "C: " + (first("role").equals("lmtp") ? "LHLO" : "EHLO") + " client.example.net\nS* 250\n";
                default -> "C: " + first("hello") + " client.example.net\nS* 250\n";
            };
            String login = first("login").isEmpty() ? "" : "C: AUTH PLAIN AGpvbmVzAHNlY3JldA==\nS: 235 2.7.0\n";
            return (hello.isEmpty() ? "" : "S: 220\n" + hello) + login + script;
        }

        /** Whether the client waits for each reply, so that it does not matter how its octets come. */
        boolean waits() {
            return script.lines().noneMatch(line -> line.startsWith("C+"));
        }

        private SmtpRules rules() {
            SmtpRules.Role role = SmtpRules.Role.valueOf(orElse("role", "transfer").toUpperCase());
            SmtpRules rules = SmtpRules.of("mx.example.org", role, first("starttls").equals("no") || first("tls").equals("yes")
                    ? SmtpRules.TlsOffer.NONE : SmtpRules.TlsOffer.STARTTLS).with(limits());
            for (String extension : words("with")) {
                rules = rules.with(ServiceExtension.valueOf(extension));
            }
            for (String extension : words("without")) {
                rules = rules.without(ServiceExtension.valueOf(extension));
            }
            if (!first("mechanisms").isEmpty()) {
                rules = rules.with(words("mechanisms").stream().map(name -> SaslMechanism.named(name).orElseThrow()).toList());
            }
            return first("auth").isEmpty() ? rules : new SmtpRules(rules.hostName(), rules.role(), rules.tlsOffer(),
                    SmtpRules.AuthOffer.valueOf(first("auth").toUpperCase()), rules.extensions(), rules.limits(), rules.mechanisms());
        }

        private SmtpLimits limits() {
            Map<String, Long> numbers = new HashMap<>();
            words("limits").forEach(word -> numbers.put(word.split("=")[0], Long.valueOf(word.split("=")[1])));
            SmtpLimits usual = SmtpLimits.DEFAULT;
            SmtpLimits limits = new SmtpLimits(
                    Optional.ofNullable(numbers.remove("octets")).orElse(usual.messageOctets()),
                    Optional.ofNullable(numbers.remove("recipients")).map(Long::intValue).orElse(usual.recipients()),
                    Optional.ofNullable(numbers.remove("transactions")).map(Long::intValue).orElse(usual.transactions()),
                    Optional.ofNullable(numbers.remove("bad")).map(Long::intValue).orElse(usual.badCommands()),
                    Optional.ofNullable(numbers.remove("idle")).map(Long::intValue).orElse(usual.idleCommands()),
                    Optional.ofNullable(numbers.remove("hold")).map(Duration::ofSeconds).orElse(usual.longestHold()),
                    Optional.ofNullable(numbers.remove("by")).map(Duration::ofSeconds).orElse(usual.shortestDeliverBy()),
                    Optional.ofNullable(numbers.remove("priority")).map(Long::intValue).orElse(usual.strangersPriority()));
            if (!numbers.isEmpty()) {
                throw new AssertionError("no such limits in " + name + ": " + numbers);
            }
            return limits;
        }

        private Map<Class<?>, SmtpInput.Forbidden> forbidden() {
            Map<Class<?>, SmtpInput.Forbidden> forbidden = new HashMap<>();
            for (String key : List.of("forbid", "close")) {
                for (String line : scene.getOrDefault(key, List.of())) {
                    String[] stageAndReply = line.split(" ", 2);
                    forbidden.put(stage(stageAndReply[0]), new SmtpInput.Forbidden(reply(stageAndReply[1]), key.equals("close")));
                }
            }
            return forbidden;
        }

        private static Class<?> stage(String name) {
            return switch (name) {
                case "connect" -> SmtpAction.ConsultOnConnect.class;
                case "hello" -> SmtpAction.ConsultOnHello.class;
                case "mail" -> SmtpAction.ConsultOnMail.class;
                case "data" -> SmtpAction.ConsultOnData.class;
                default -> throw new AssertionError(name);
            };
        }

        private static Reply reply(String text) {
            String[] parts = text.split(" ", 3);
            return Reply.of(Integer.parseInt(parts[0]), parts[1], parts[2]);
        }

        private List<String> words(String key) {
            return scene.getOrDefault(key, List.of()).stream().flatMap(line -> Stream.of(line.split(" "))).toList();
        }

        private String first(String key) {
            return orElse(key, "");
        }

        private String orElse(String key, String otherwise) {
            return scene.getOrDefault(key, List.of(otherwise)).get(0);
        }
    }

    private TranscriptFile() {}

    /** All conversations of all files. */
    static List<Conversation> all() {
        try (Stream<Path> files = Files.walk(Path.of(TranscriptFile.class.getResource(ROOT).toURI()))) {
            List<Conversation> conversations = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".txt")).sorted().toList()) {
                String prefix = file.getParent().getFileName() + "/" + file.getFileName().toString().replace(".txt", "");
                conversations.addAll(read(prefix, Files.readAllLines(file)));
            }
            return conversations;
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Conversation> read(String prefix, List<String> lines) {
        List<Conversation> conversations = new ArrayList<>();
        for (int i = 0; i < lines.size();) {
            if (lines.get(i).isBlank()) {
                i++;
                continue;
            }
            if (!lines.get(i).startsWith("== ")) {
                throw new AssertionError(prefix + ": a conversation begins with '== name', not with " + lines.get(i));
            }
            String name = prefix + ": " + lines.get(i++).substring(3);
            List<String> sentences = new ArrayList<>();
            Map<String, List<String>> scene = new HashMap<>();
            StringBuilder script = new StringBuilder();
            for (; i < lines.size() && !lines.get(i).startsWith("== "); i++) {
                String line = lines.get(i);
                if (line.startsWith("# ")) {
                    sentences.add(line.substring(2));
                } else if (line.matches("[a-z]+: .*")) {
                    int colon = line.indexOf(':');
                    scene.computeIfAbsent(line.substring(0, colon), key -> new ArrayList<>()).add(line.substring(colon + 2));
                } else if (!line.isBlank()) {
                    script.append(line).append('\n');
                }
            }
            conversations.add(new Conversation(name, sentences, scene, script.toString()));
        }
        return conversations;
    }
}
