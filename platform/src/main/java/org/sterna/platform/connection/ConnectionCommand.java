package org.sterna.platform.connection;

import javax.net.ssl.SSLEngine;
import org.apache.pekko.util.ByteString;

/** What reaches the stage from other threads. */
sealed interface ConnectionCommand {

    record Established(ConnectionAddresses ends) implements ConnectionCommand { }

    record Pull() implements ConnectionCommand { }

    record Write(ByteString octets) implements ConnectionCommand { }

    record Upgrade(SSLEngine engine, ByteString readAhead) implements ConnectionCommand { }

    record Finish() implements ConnectionCommand { }

    record Hurry() implements ConnectionCommand { }

    record Abort() implements ConnectionCommand { }

    /** The delegated tasks of the TLS engine have run. */
    record TasksDone() implements ConnectionCommand { }
}
