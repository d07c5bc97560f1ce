/** The table of fetched policies. */
package org.sterna.persistence.mtasts.cassandra;
