/**
 * How a message looks between nodes. A codec is derived from the record that it writes, once; a few classes that have a written form already, or a more
 * compact one, have codecs of their own. Nothing on the wire is a class name: subtypes, enum constants and messages have written names, and what has an
 * unknown name is refused.
 *
 * <p>During a rolling upgrade nodes of two versions talk to each other. A record is written with its length: who knows fewer components skips those at its
 * end, who knows more takes those that are missing as empty, zero or false. So a new component comes last, and any other change gets a new name.
 */
package org.sterna.persistence.wire;
