/** What a Connection remembers: an audit trail that can be replayed, written behind the conversation (DESIGN: actors). */
package org.sterna.persistence.session;
