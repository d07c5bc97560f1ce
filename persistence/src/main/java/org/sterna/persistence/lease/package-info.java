/**
 * The lease that makes acknowledgements safe: a node may only acknowledge what it wrote while its lease is valid, and
 * whoever takes over from it fences that lease first (DESIGN: storage).
 */
package org.sterna.persistence.lease;
