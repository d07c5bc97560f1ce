/**
 * JMH benchmarks of what every octet, command and event passes through. Public, because JMH's generated classes call them.
 * Left out: anything with a socket, an actor or the database in it, which is for the tools one package above.
 */
package org.sterna.benchmarks.micro;
