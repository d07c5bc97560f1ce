package org.sterna.platform.admin;

/**
 * What {@code ./sterna demo} was given.
 *
 * @param once end after the last step instead of keeping the node for the reader to try
 * @param node for the node it starts; without a data folder it takes a temporary one, without an offset high ports
 */
public record DemoOptions(boolean once, StartOptions node) {
}
