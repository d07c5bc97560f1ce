package org.sterna.persistence.report;

import java.nio.ByteBuffer;

/**
 * How often something happened in a day.
 *
 * @param row   what: {@link RowCodec} reads it
 * @param count 1 or more
 */
public record CountedRow(ByteBuffer row, long count) { }
