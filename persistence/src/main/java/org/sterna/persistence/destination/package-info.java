/**
 * What a destination remembers cluster-wide, and how it divides its limits: health, freezes, and grants of a few seconds to the nodes that send there.
 * No message and no connection passes through it. Marks of what may have been granted are durable before the grants, so that a life of the
 * entity never adds to what a former one gave.
 */
package org.sterna.persistence.destination;
