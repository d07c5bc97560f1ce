/** What the removal of content that nobody needs any more reads and deletes. What decides is elsewhere: mailboxes, accounts and references. */
package org.sterna.persistence.sweeping;
