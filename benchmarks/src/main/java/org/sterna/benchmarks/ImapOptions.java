package org.sterna.benchmarks;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that name an IMAP server. */
final class ImapOptions {
    @Option(names = "--imaps", paramLabel = "HOST:PORT", description = "IMAP with implicit TLS; any certificate will do.")
    private Optional<String> secured = Optional.empty();

    @Option(names = "--imap", paramLabel = "HOST:PORT", description = "IMAP in the clear, for servers that take LOGIN there.")
    private Optional<String> clear = Optional.empty();

    /** Empty if none was named. */
    Optional<ImapEndpoint> endpoint() {
        return secured.map(ImapEndpoint::implicitTls).or(() -> clear.map(ImapEndpoint::inTheClear));
    }
}
