package org.sterna.protocols.smtp;

/** What the caller found behind a forward-path: a mailbox, a relay. The session keeps it and never looks inside. */
public interface RecipientTarget {}
