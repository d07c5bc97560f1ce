/** The Directory entity and the copy each node keeps of it. */
package org.sterna.persistence.directory.pekko;
