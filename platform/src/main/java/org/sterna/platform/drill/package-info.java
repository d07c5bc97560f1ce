/**
 * Load clients: they drive any SMTP server over real sockets, count and time what it answers, and know which messages were acknowledged.
 * Used by the crash tests and the benchmarks; nothing of the running platform depends on them.
 */
package org.sterna.platform.drill;
