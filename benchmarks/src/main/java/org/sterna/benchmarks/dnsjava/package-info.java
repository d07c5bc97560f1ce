/** What of the measurements speaks DNS. */
package org.sterna.benchmarks.dnsjava;
