/** What is remembered of a message when it enters a mailbox, made while its octets pass by. */
package org.sterna.platform.summary;
