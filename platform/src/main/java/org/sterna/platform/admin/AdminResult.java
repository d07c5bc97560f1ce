package org.sterna.platform.admin;

/**
 * The answer to a command.
 *
 * @param status 0 for done, 1 to 255 for refused or failed: the exit status of the command line
 * @param output for the standard output, without a last line end; empty for nothing
 * @param error  for the standard error; says what to do; empty for nothing
 */
public record AdminResult(int status, String output, String error) {
    public AdminResult {
        if (status < 0 || status > 255) {
            throw new IllegalArgumentException("exit status " + status);
        }
    }

    public static AdminResult done(String output) {
        return new AdminResult(0, output, "");
    }

    public static AdminResult refused(String error) {
        return new AdminResult(1, "", error);
    }
}
