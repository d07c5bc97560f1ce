/**
 * What reports between domains are made of (RFC 7489 section 7.2, RFC 8460): what this cluster counts in a day, which of its own reports are queued, and what
 * other domains report about ours. Statistics only: nothing of it is needed to deliver mail.
 */
package org.sterna.persistence.report;
