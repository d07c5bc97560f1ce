/**
 * What is counted while the node works, for whoever wants to know: plain counters that their owners hand out, so that nothing here depends on who
 * shows them. Counting costs an addition and makes no garbage; reading them may cost more.
 */
package org.sterna.persistence.measure;
