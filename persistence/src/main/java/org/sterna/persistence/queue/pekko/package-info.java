/** QueueSlice entities: the messages that wait, and the timers that wake them. */
package org.sterna.persistence.queue.pekko;
