/** Access to mailboxes by IMAP and POP3: RFC 5598's MS. */
package org.sterna.platform.access;
