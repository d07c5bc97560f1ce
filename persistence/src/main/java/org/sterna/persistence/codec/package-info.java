/**
 * The written form of events and snapshots: compact, versioned, without reflection. A row is one format octet, the event's
 * written name, its version and its fields; hand-written codecs stand beside the events they write.
 */
package org.sterna.persistence.codec;
