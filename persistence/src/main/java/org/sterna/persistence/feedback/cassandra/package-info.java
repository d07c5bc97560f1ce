/** The table of reports. */
package org.sterna.persistence.feedback.cassandra;
