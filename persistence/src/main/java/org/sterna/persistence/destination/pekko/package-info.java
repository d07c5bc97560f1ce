/** The destinations of a cluster as entities, and the index of the frozen ones. */
package org.sterna.persistence.destination.pekko;
