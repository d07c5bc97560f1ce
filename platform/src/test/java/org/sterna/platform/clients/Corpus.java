package org.sterna.platform.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Messages as people have them: with attachments, in 8 bits, broken in every way that the MIME corpus knows. Strings of octets, CR LF at each line end. */
final class Corpus {
    private static final Pattern NUMBER = Pattern.compile("^X-Corpus-Number: (\\d+)\r\n", Pattern.MULTILINE);
    private static final int LARGEST_ATTACHMENT = 40_000;
    /** The first ones have less, for those who write down what is said of them. */
    private static final int SMALL = 30;

    private Corpus() {
    }

    /** So many, each with its number in its header section; every third is made here and all right, the others are the MIME corpus in turn. */
    static List<String> messages(int count) throws IOException {
        List<String> found = files();
        List<String> messages = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            messages.add("X-Corpus-Number: " + number + "\r\n" + (number % 3 == 0 ? made(number) : found.get(number % found.size())));
        }
        return messages;
    }

    /** So many that are as RFC 5322 and MIME want them, which no program has a reason to repair. */
    static List<String> sound(int count) {
        List<String> messages = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            messages.add("X-Corpus-Number: " + number + "\r\n" + made(number));
        }
        return messages;
    }

    private static List<String> files() throws IOException {
        Path folder = Path.of(System.getProperty("sterna.home"), "protocols/src/test/resources/mime");
        List<String> messages = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().matches(".*\\.(eml|txt|msg)")).sorted().toList()) {
                String text = Files.readString(file, ISO_8859_1).replace("\0", "").replaceAll("\r\n|\r|\n", "\r\n");
                String ended = text.endsWith("\r\n") ? text : text + "\r\n";
                // mbsync leaves a message alone whose header section does not end.
                messages.add(ended.contains("\r\n\r\n") ? ended : ended + "\r\n");
            }
        }
        return messages;
    }

    private static String made(int number) {
        Random random = new Random(number);
        byte[] attachment = new byte[random.nextInt(number < SMALL ? 200 : LARGEST_ATTACHMENT)];
        random.nextBytes(attachment);
        return "From: =?UTF-8?Q?J=C3=BCrgen?= <juergen@example.org>\r\nTo: jones@example.org\r\nSubject: number " + number
                + "\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\nMessage-ID: <" + number + ".corpus@example.org>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=\"b" + number + "\"\r\n\r\n--b" + number
                + "\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe, \u00e9t\u00e9, "
                + "\u00a1hola!\r\nFrom the beginning of a line.\r\n.\r\n\r\n--b" + number
                + "\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(attachment) + "\r\n--b" + number + "--\r\n";
    }

    /** Which of them a message is. */
    static int number(String message) {
        Matcher number = NUMBER.matcher(message);
        if (!number.find()) {
            throw new AssertionError("no message of the corpus: " + message.substring(0, Math.min(300, message.length())));
        }
        return Integer.parseInt(number.group(1));
    }
}
