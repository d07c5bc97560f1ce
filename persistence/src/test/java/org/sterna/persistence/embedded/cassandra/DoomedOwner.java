package org.sterna.persistence.embedded.cassandra;

import java.nio.file.Path;

/** A node of its own JVM that starts an embedded Cassandra, says so, and waits to be killed. */
final class DoomedOwner {
    private DoomedOwner() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedCassandra cassandra = EmbeddedCassandra.start(
                CassandraExtension.patient(EmbeddedCassandraSettings.in(Path.of(arguments[0]), Path.of(arguments[1]))), System.err::println);
        System.out.println("ready " + cassandra.pid());
        Thread.currentThread().join();
    }
}
