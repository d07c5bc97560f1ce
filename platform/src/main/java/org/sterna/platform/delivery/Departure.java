package org.sterna.platform.delivery;

import org.sterna.platform.transfer.Transport;
import org.sterna.protocols.address.ReversePath;

/**
 * What goes in one transaction.
 *
 * @param list whether its recipients came from a list, which asks for no reports as the sender did
 */
record Departure(Transport transport, ReversePath reversePath, boolean list) { }
