/** Figures in the text formats of Prometheus; the only package that sees its library. */
package org.sterna.platform.management.prometheus;
