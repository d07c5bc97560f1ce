/** The messages of the entities, and the serializer that Pekko asks when one of them goes to another node. */
package org.sterna.persistence.wire.pekko;
