/**
 * Who may log in: passwords, keys, tokens and certificates checked against the address view, off the connections' threads; failed logins
 * counted, delayed and shut out.
 */
package org.sterna.platform.credentials;
