/** The domains Sterna answers for, how mail for each is treated, their aliases, and the routes of mail to other ones. */
package org.sterna.persistence.directory;
