/** The clients of a drill: they send numbered mail, read, flag and move it, watch and probe, go on elsewhere when a connection is lost, and note what they were promised. */
package org.sterna.platform.drill.traffic;
