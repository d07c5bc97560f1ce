/**
 * The port for those who watch a node: whether it is to be sent clients, whether it works, and its figures. Pekko Management serves it, because nodes that look
 * for each other by DNS or by the Kubernetes API ask each other at the same port. What there is to tell, and when a node is ready, others say.
 */
package org.sterna.platform.management;
