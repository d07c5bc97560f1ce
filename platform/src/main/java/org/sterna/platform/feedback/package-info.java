/** Reports about our domains that come by mail (RFC 7489 section 7.2, RFC 8460): read when they are delivered, and summed up. */
package org.sterna.platform.feedback;
