/** What accounts have stored, and whether there is room for more (RFC 9208). Soft limits: what comes at the same time may exceed them a little. */
package org.sterna.platform.quota;
