/** Who may log in: passwords checked against the address view, off the connections' threads, with a bounded cache. */
package org.sterna.platform.credentials;
