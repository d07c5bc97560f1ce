package org.sterna.protocols.dmarc.aggregate;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of an XML document (XML 1.0 appendix F). They are decoded here and not by the JDK's parser, because that writes a line to the
 * standard error of the process for each octet that is no UTF-8, and everybody can send such a report.
 */
final class XmlText {
    private static final Pattern DECLARATION = Pattern.compile("\\s*<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");
    private static final int LONGEST_DECLARATION = 300;
    private static final String MARK = "\ufeff";

    private XmlText() {}

    /** Without a mark of the byte order and without blanks in front, which are an error; what cannot be decoded becomes U+FFFD. */
    static String decode(byte[] xml) {
        String text = new String(xml, charset(xml));
        return (text.startsWith(MARK) ? text.substring(1) : text).stripLeading();
    }

    private static Charset charset(byte[] xml) {
        if (xml.length > 1 && (xml[0] == (byte) 0xfe && xml[1] == (byte) 0xff || xml[0] == (byte) 0xff && xml[1] == (byte) 0xfe)) {
            return StandardCharsets.UTF_16;
        }
        Matcher declared = DECLARATION.matcher(new String(xml, 0, Math.min(xml.length, LONGEST_DECLARATION), StandardCharsets.ISO_8859_1));
        return declared.lookingAt() ? named(declared.group(1)) : StandardCharsets.UTF_8;
    }

    /** What could be read so far has an octet for each character, so it is none with more. */
    private static Charset named(String name) {
        try {
            Charset charset = Charset.forName(name);
            return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32") ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
