package org.sterna.platform.delivery;

/** What the end of a transaction's data turned out to be. */
public sealed interface Entry extends AwaitedReply permits NewTransaction, Repetition { }
