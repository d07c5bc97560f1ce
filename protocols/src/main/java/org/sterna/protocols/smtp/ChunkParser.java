package org.sterna.protocols.smtp;

/** BDAT. A line that does not tell how many octets follow ends the session: they would be read as commands. RFC 3030 section 2. */
final class ChunkParser {
    /** They fit a long, and are more than anybody can send. */
    private static final int MAX_DIGITS = 18;

    private ChunkParser() {}

    /** Reads {@code 86} or {@code 86 LAST}. */
    static ParsedCommand parse(String argument) {
        int digits = 0;
        while (digits < argument.length() && argument.charAt(digits) >= '0' && argument.charAt(digits) <= '9') {
            digits++;
        }
        int word = digits;
        while (word < argument.length() && argument.charAt(word) == ' ') {
            word++;
        }
        boolean last = word > digits && argument.length() == word + 4 && argument.regionMatches(true, word, "LAST", 0, 4);
        return digits > 0 && digits <= MAX_DIGITS && (last || digits == argument.length())
                ? new ParsedCommand.Good(new SmtpCommand.Bdat(Long.parseLong(argument, 0, digits, 10), last))
                : new ParsedCommand.Bad(Replies.BAD_CHUNK_SIZE, true);
    }
}
