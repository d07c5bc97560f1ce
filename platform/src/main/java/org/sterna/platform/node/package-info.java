/** One node: what it is made of, in which order it starts and stops, and what its operator can ask of it. */
package org.sterna.platform.node;
