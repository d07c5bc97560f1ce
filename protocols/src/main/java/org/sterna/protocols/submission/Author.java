package org.sterna.protocols.submission;

import java.util.Optional;
import org.sterna.protocols.address.Address;

/**
 * One address in From or Sender.
 *
 * @param field {@code From} or {@code Sender}
 * @param address completed with the account's domain; empty when the field holds no address that can be read with certainty
 */
public record Author(String field, Optional<Address> address) {}
