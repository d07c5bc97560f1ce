package org.sterna.protocols.dkim;

/**
 * One tag of a tag list.
 *
 * @param value octet string without white space around it
 * @param start index in the list's text behind the equals sign
 * @param end index of the semicolon behind the value, or the text's end
 */
record Tag(String name, String value, int start, int end) { }
