/**
 * What a drill counts: which messages were sent and what was said of them, what was found in the end, which flags were promised, what a client that
 * resynchronises was told. Rules without sockets or clocks; each of them is tested to see the fault it is there for.
 */
package org.sterna.platform.drill.audit;
