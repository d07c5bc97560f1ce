/** The domains Sterna answers for, and the routes of mail to other ones. */
package org.sterna.persistence.directory;
