package org.sterna.protocols.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Strings so common in MIME structures that the codec gives each a number. Part of the stored format: append nothing, change nothing. */
final class SummaryWords {
    private static final List<String> WORDS = List.of(
            "text", "plain", "html", "charset", "us-ascii", "utf-8", "UTF-8", "US-ASCII", "iso-8859-1", "ISO-8859-1",
            "7BIT", "7bit", "8bit", "8BIT", "binary", "base64", "BASE64", "quoted-printable", "Quoted-Printable",
            "QUOTED-PRINTABLE", "multipart", "mixed", "alternative", "related", "signed", "report", "boundary",
            "attachment", "inline", "name", "filename", "format", "flowed", "delsp", "image", "png", "jpeg", "gif",
            "application", "octet-stream", "pdf", "pgp-signature", "message", "rfc822", "delivery-status", "type",
            "text/html", "protocol", "micalg", "report-type", "", "en");
    private static final Map<String, Integer> INDEX = new HashMap<>();

    static final int COUNT = WORDS.size();

    static {
        for (int i = 0; i < COUNT; i++) {
            INDEX.put(WORDS.get(i), i);
        }
    }

    private SummaryWords() {
    }

    static int indexOf(String word) {
        return INDEX.getOrDefault(word, -1);
    }

    static String word(int index) {
        return WORDS.get(index);
    }
}
