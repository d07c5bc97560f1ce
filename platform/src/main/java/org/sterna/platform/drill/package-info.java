/**
 * Load clients and a sink: they drive any SMTP server over real sockets, count and time what it answers, know which messages were acknowledged, and
 * which of them it relayed how often. Used by the crash tests and the benchmarks; nothing of the running platform depends on them.
 */
package org.sterna.platform.drill;
