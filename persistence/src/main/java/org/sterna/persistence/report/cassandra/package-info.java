/** The tables of reports between domains. */
package org.sterna.persistence.report.cassandra;
