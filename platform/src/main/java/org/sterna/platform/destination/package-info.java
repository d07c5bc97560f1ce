/** Where mail goes, seen from one node: its share of the limits, grants and health of destinations, and the rules that are their settings. */
package org.sterna.platform.destination;
