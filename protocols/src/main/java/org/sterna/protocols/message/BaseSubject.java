package org.sterna.protocols.message;

/**
 * What is left of a subject when the marks of replies, forwards and lists are taken off (RFC 5256 section 2.1).
 *
 * @param text      Unicode text, in the case of the subject; compare it folded by {@link Casemap}. May be empty
 * @param isReply   a mark of a reply or forward was taken off, which RFC 5256 section 3 (THREAD) wants to know
 */
public record BaseSubject(String text, boolean isReply) {
    private static final String FORWARD_HEADER = "[fwd:";
    private static final String FORWARD_TRAILER = "(fwd)";

    /** @param subject decoded, see {@link HeaderField#decoded()} */
    public static BaseSubject of(String subject) {
        return new Extraction(singleSpaced(subject)).run();
    }

    /** Step 1. */
    private static String singleSpaced(String subject) {
        StringBuilder text = new StringBuilder(subject.length());
        boolean space = false;
        for (int i = 0; i < subject.length(); i++) {
            char c = subject.charAt(i);
            boolean blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
            if (!blank || !space) {
                text.append(blank ? ' ' : c);
            }
            space = blank;
        }
        return text.toString();
    }

    /** Two ends that move towards each other; the text itself is never copied. */
    private static final class Extraction {
        private final String text;
        private int start;
        private int end;
        private boolean reply;

        Extraction(String text) {
            this.text = text;
            this.end = text.length();
        }

        BaseSubject run() {
            do {
                trailers();
                leadersAndBlobs();
            } while (forward());
            return new BaseSubject(text.substring(start, end), reply);
        }

        /** Step 2. */
        private void trailers() {
            while (start < end) {
                if (text.charAt(end - 1) == ' ') {
                    end--;
                } else if (end - start >= FORWARD_TRAILER.length() && matches(end - FORWARD_TRAILER.length(), FORWARD_TRAILER)) {
                    end -= FORWARD_TRAILER.length();
                    reply = true;
                } else {
                    return;
                }
            }
        }

        /** Steps 3 to 5. A row of blobs is looked at once: what follows it decides about all of them. */
        private void leadersAndBlobs() {
            while (start < end) {
                if (text.charAt(start) == ' ') {
                    start++;
                    continue;
                }
                int lastBlob = start;
                int behindBlobs = start;
                for (int next = blobEnd(start); next > behindBlobs; next = blobEnd(behindBlobs)) {
                    lastBlob = behindBlobs;
                    behindBlobs = next;
                }
                int behindMark = markEnd(behindBlobs);
                if (behindMark > 0) {
                    reply = true;
                    start = behindMark;
                } else {
                    start = behindBlobs < end ? behindBlobs : lastBlob;
                    return;
                }
            }
        }

        /** Step 6. */
        private boolean forward() {
            if (end - start > FORWARD_HEADER.length() && text.charAt(end - 1) == ']' && matches(start, FORWARD_HEADER)) {
                start += FORWARD_HEADER.length();
                end--;
                reply = true;
                return true;
            }
            return false;
        }

        /** Behind the subj-blob at {@code from} and its spaces, or {@code from} if there is none. */
        private int blobEnd(int from) {
            if (from >= end || text.charAt(from) != '[') {
                return from;
            }
            int at = from + 1;
            while (at < end && text.charAt(at) != '[' && text.charAt(at) != ']') {
                at++;
            }
            return at < end && text.charAt(at) == ']' ? spacesEnd(at + 1) : from;
        }

        /** Behind the subj-refwd at {@code from}, or 0. */
        private int markEnd(int from) {
            int word = matches(from, "fwd") ? 3 : matches(from, "re") || matches(from, "fw") ? 2 : 0;
            if (word == 0) {
                return 0;
            }
            int at = blobEnd(spacesEnd(from + word));
            return at < end && text.charAt(at) == ':' ? at + 1 : 0;
        }

        private int spacesEnd(int from) {
            int at = from;
            while (at < end && text.charAt(at) == ' ') {
                at++;
            }
            return at;
        }

        private boolean matches(int from, String word) {
            return from + word.length() <= end && text.regionMatches(true, from, word, 0, word.length());
        }
    }
}
