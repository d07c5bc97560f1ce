/** Questions to entities, which may be between two lives: on a node that has just died, or on their way to another one. */
package org.sterna.platform.asking;
