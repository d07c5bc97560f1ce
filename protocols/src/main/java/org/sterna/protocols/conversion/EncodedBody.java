package org.sterna.protocols.conversion;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * A body that was encoded anew.
 *
 * @param encoding for Content-Transfer-Encoding
 * @param octets   seven bits, short lines
 */
record EncodedBody(String encoding, byte[] octets) {
    private static final int BASE64_LINE = 76;

    /**
     * Encodes what a body holds.
     *
     * @param text whether it is of a type that has lines: only then quoted-printable keeps them readable
     * @param last whether the message ends with it: then with a line end
     */
    static EncodedBody of(byte[] content, boolean text, boolean last) {
        int base64 = (content.length + 2) / 3 * 4;
        base64 += base64 / BASE64_LINE * 2;
        if (text && Lines.arePaired(content)) {
            ByteArrayOutputStream printable = new ByteArrayOutputStream(content.length + content.length / 4);
            QuotedPrintable.encode(printable, content, content.length);
            if (printable.size() <= base64) {
                if (last && !endsWithLine(content)) {
                    printable.writeBytes(new byte[] {'=', '\r', '\n'});
                }
                return new EncodedBody("quoted-printable", printable.toByteArray());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(base64 + 2);
        out.writeBytes(Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\r', '\n'}).encode(content));
        if (last) {
            out.write('\r');
            out.write('\n');
        }
        return new EncodedBody("base64", out.toByteArray());
    }

    private static boolean endsWithLine(byte[] content) {
        return content.length == 0 || content[content.length - 1] == '\n';
    }

    /**
     * What a body holds. Damage in it is passed over the way readers do.
     *
     * @param encoding as its header section has it
     * @throws CannotConvertException if it is an encoding that nobody defined
     */
    static byte[] decoded(String encoding, byte[] body) throws CannotConvertException {
        String name = encoding.toLowerCase(Locale.ROOT);
        switch (name) {
            case "7bit":
            case "8bit":
            case "binary":
                return body;
            case "quoted-printable":
                return QuotedPrintable.decode(body);
            case "base64":
                return base64(body);
            default:
                throw new CannotConvertException("a part is in eight bits although its encoding is " + Rewriting.visible(encoding));
        }
    }

    /** RFC 2045 section 6.8: what is no digit is ignored, padding ends the data. */
    private static byte[] base64(byte[] body) {
        byte[] digits = new byte[body.length];
        int count = 0;
        for (int i = 0; i < body.length && body[i] != '='; i++) {
            byte octet = body[i];
            if (octet >= 'A' && octet <= 'Z' || octet >= 'a' && octet <= 'z' || octet >= '0' && octet <= '9' || octet == '+' || octet == '/') {
                digits[count++] = octet;
            }
        }
        return Base64.getDecoder().decode(Arrays.copyOf(digits, count % 4 == 1 ? count - 1 : count));
    }
}
