/**
 * Compares what is stored of one account: the journals, which are the only truth, with snapshots, rows, large octets, references and the address view.
 * Mends what is made of the journals; never touches them.
 */
package org.sterna.platform.inspection;
