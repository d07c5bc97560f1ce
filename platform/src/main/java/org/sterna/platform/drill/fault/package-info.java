/** What goes wrong in a drill: a plan of faults that follows from a seed, their injection and their end, and the gap each of them caused. */
package org.sterna.platform.drill.fault;
