/** The session log: events of Connections, written behind the conversation, never a reason to delay it. */
package org.sterna.persistence.session.cassandra;
