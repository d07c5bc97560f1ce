/** The Mailbox entity, which only carries {@link org.sterna.persistence.mailbox.Mailbox}, and its read side on a node. */
package org.sterna.persistence.mailbox.pekko;
