/** The trace index: by Message-ID or address to the queue ids of messages, also of those that are long gone from the queue. */
package org.sterna.persistence.trace;
