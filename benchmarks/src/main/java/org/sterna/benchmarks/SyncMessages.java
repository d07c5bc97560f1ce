package org.sterna.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Random;

/** Messages as a mailbox has them, from their number: a text, the same as HTML, every tenth with an attachment; answers refer to what they answer. */
final class SyncMessages {
    /** A word of the body of every {@value #RARE}th message and of no other. */
    static final String NEEDLE = "floccinaucinihilipilification";
    /** How many messages there are for each that has the needle. */
    static final int RARE = 1000;

    private static final String[] WORDS = ("meeting report budget invoice answer question project plan travel ticket contract customer order delivery "
            + "garden weather summer holiday family photo birthday recipe concert library train harbour engine protocol mailbox window colour").split(" ");

    private final int size;

    /** @param size octets of each, about */
    SyncMessages(int size) {
        this.size = size;
    }

    byte[] message(long number) {
        Random random = new Random(number);
        String boundary = "=_" + Long.toHexString(random.nextLong());
        long answered = number % 3 == 0 ? number : number - number % 3;
        ByteArrayOutputStream message = new ByteArrayOutputStream(size + 1024);
        add(message, "Received: from mx" + number % 7 + ".example.net (mx.example.net [192.0.2." + number % 250 + "]) by mail.example.org with ESMTPS id "
                + Long.toHexString(number) + "\r\n\tfor <jones@example.org>; Sun, 1 Mar 2026 12:00:00 +0000\r\n"
                + "From: \"" + WORDS[random.nextInt(WORDS.length)] + " " + number % 97 + "\" <sender" + number % 97 + "@example.net>\r\nTo: Jones <jones@example.org>\r\n"
                + (number % 4 == 0 ? "Cc: smith@example.com, \"Others, all\" <others@example.com>\r\n" : "")
                + "Subject: " + (answered == number ? "" : "Re: ") + words(new Random(answered), 5) + " " + answered + "\r\n"
                + "Date: Sun, " + (1 + number % 28) + " Mar 2026 12:" + twoDigits(number % 60) + ":" + twoDigits(number / 60 % 60) + " +0000\r\n"
                + "Message-ID: <" + number + ".sync@example.net>\r\n"
                + (answered == number ? "" : "In-Reply-To: <" + answered + ".sync@example.net>\r\nReferences: <" + answered + ".sync@example.net>\r\n")
                + "X-Number: " + number + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary
                + "\r\nContent-Type: multipart/alternative; boundary=\"a" + boundary + "\"\r\n\r\n--a" + boundary
                + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        String needle = number % RARE == 0 ? NEEDLE + "\r\n" : "";
        int share = Math.max(100, size / 2 - 700);
        text(message, random, share, "");
        add(message, needle + "\r\n--a" + boundary + "\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>\r\n");
        text(message, random, number % 10 == 0 ? share / 3 : share, "<br>");
        add(message, "</body></html>\r\n\r\n--a" + boundary + "--\r\n");
        if (number % 10 == 0) {
            byte[] attachment = new byte[share / 2];
            random.nextBytes(attachment);
            add(message, "\r\n--" + boundary + "\r\nContent-Type: application/pdf; name=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n"
                    + "Content-Disposition: attachment; filename=\"a.pdf\"\r\n\r\n" + Base64.getMimeEncoder().encodeToString(attachment) + "\r\n");
        }
        add(message, "\r\n--" + boundary + "--\r\n");
        return message.toByteArray();
    }

    private static String twoDigits(long number) {
        return (number < 10 ? "0" : "") + number;
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }

    private static void text(ByteArrayOutputStream message, Random random, int octets, String lineEnd) {
        int end = message.size() + octets;
        while (message.size() < end) {
            add(message, words(random, 9) + lineEnd + "\r\n");
        }
    }

    private static void add(ByteArrayOutputStream message, String text) {
        message.writeBytes(text.getBytes(US_ASCII));
    }
}
