/** Blobs in Cassandra. */
package org.sterna.persistence.blob.cassandra;
