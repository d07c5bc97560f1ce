/** What others report about the mail and the hosts of our domains. */
package org.sterna.persistence.feedback;
