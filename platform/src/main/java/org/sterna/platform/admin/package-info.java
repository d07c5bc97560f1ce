/**
 * The command line and how it reaches a running node: a Unix domain socket in the node's data folder, on which the client sends one
 * command as a list of words with an input, and the node answers with a status and texts. Who may use the folder may use the node.
 *
 * <p>The client checks the form of what was typed and sends words in a fixed order; the node checks their meaning.
 */
package org.sterna.platform.admin;
