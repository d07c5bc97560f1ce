/**
 * Measures a running server from the outside: rates, waiting times, processor time, heap per connection, time to start. The load clients are
 * those of {@code org.sterna.platform.drill}; SMTP, IMAP and {@code /proc} are all that is asked of the server, so that any other server can be
 * measured by the same command. Mutations and ready ports are asked of Sterna's admin socket, figures of its management port. Clusters, nodes
 * that are to grow, and what is compared in turns ({@link org.sterna.benchmarks.Comparison}) are started by the measurement itself.
 */
package org.sterna.benchmarks;
