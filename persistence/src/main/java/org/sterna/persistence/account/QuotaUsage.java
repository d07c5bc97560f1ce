package org.sterna.persistence.account;

/**
 * What an account has stored.
 *
 * @param octets           of all messages in all mailboxes, as clients read them
 * @param messages         in all mailboxes
 * @param mailboxes        named by the account
 * @param annotationOctets names and values of all METADATA entries
 */
public record QuotaUsage(long octets, long messages, int mailboxes, long annotationOctets) { }
