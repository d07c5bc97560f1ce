package org.sterna.benchmarks;

/**
 * A row of the table of a comparison.
 *
 * @param scenario what was done
 * @param quantity what is counted, with its unit, such as "delivered/s"
 */
record ComparedFigure(String scenario, String quantity) { }
