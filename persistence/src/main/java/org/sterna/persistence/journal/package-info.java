/**
 * The rules of the journal, in plain Java: rows, epochs and what a replay makes of late, doubled and missing rows
 * (DESIGN: storage). The plug-ins themselves are in {@code journal.pekko.cassandra}.
 */
package org.sterna.persistence.journal;
