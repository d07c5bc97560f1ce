package org.sterna.protocols.message;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Keeps the start of the first readable text while a message is scanned: of the first text/plain part that is no
 * attachment, or else of the first text/html part.
 */
final class PreviewCapture {
    private static final int PLAIN_KEPT = 4 * 1024;
    private static final int HTML_KEPT = 16 * 1024;

    private enum Target { NOTHING, PLAIN, HTML }

    private Target target = Target.NOTHING;
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream(0);
    private final ByteArrayOutputStream html = new ByteArrayOutputStream(0);
    private Optional<PartDescription> plainPart = Optional.empty();
    private Optional<PartDescription> htmlPart = Optional.empty();

    boolean wanting() {
        return target != Target.NOTHING;
    }

    void start(PartDescription description) {
        target = Target.NOTHING;
        if (description.isAttachment()) {
            return;
        }
        if (description.isType("text", "plain") && plainPart.isEmpty()) {
            plainPart = Optional.of(description);
            target = Target.PLAIN;
        } else if (description.isType("text", "html") && plainPart.isEmpty() && htmlPart.isEmpty()) {
            htmlPart = Optional.of(description);
            target = Target.HTML;
        }
    }

    void stop() {
        target = Target.NOTHING;
    }

    /**
     * @param line the start of the line
     * @param kept how much of it is in the array
     * @param octets how long it really is; a line that was cut ends the capture, since joining it to the next gives nonsense
     */
    void line(byte[] line, int kept, long octets) {
        if (target == Target.NOTHING) {
            return;
        }
        ByteArrayOutputStream out = target == Target.PLAIN ? plain : html;
        out.write(line, 0, kept);
        if (kept < octets || out.size() >= (target == Target.PLAIN ? PLAIN_KEPT : HTML_KEPT)) {
            target = Target.NOTHING;
        }
    }

    String text() {
        if (plainPart.isPresent()) {
            String text = Preview.ofPlain(MessageText.decode(plainPart.get(), plain.toByteArray()));
            if (!text.isEmpty() || htmlPart.isEmpty()) {
                return text;
            }
        }
        return htmlPart.map(part -> Preview.ofHtml(MessageText.decode(part, html.toByteArray()))).orElse("");
    }
}
