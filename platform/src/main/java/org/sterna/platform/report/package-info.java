/**
 * Reports between domains: what checks and relay found out is counted here, told once a day to the domains that ask for it (RFC 7489 section 7.2, RFC 8460), and what others
 * report about our domains is read. Nothing of it holds up a message.
 */
package org.sterna.platform.report;
