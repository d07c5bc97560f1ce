package org.sterna.persistence.claim;

/** What is known for good of the {@code 250} to an accepted transaction. */
public enum ReplyFate {
    /** The client has read it: if the same comes again it is a new message. */
    READ,
    /** The client has perhaps not read it: if the same has come again it was a repetition. */
    UNREAD
}
