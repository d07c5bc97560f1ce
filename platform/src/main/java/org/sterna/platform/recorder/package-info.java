/** What a Connection actor tells the session log, and nothing else it has to know of it. */
package org.sterna.platform.recorder;
