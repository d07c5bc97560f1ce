/** The demonstration: a whole node as a process of its own, and everyday clients that talk to it over real sockets. */
package org.sterna.platform.demo;
