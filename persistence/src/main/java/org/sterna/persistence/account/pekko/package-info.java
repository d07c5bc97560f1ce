/** The Account entity, which only carries {@link org.sterna.persistence.account.Account}. */
package org.sterna.persistence.account.pekko;
