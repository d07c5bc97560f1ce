/** The connection to Cassandra: settings, schema and its version, and writes that are repeated until their deadline (DESIGN: storage). */
package org.sterna.persistence.store.cassandra;
