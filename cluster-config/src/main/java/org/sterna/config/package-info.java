/**
 * What an operator can set: {@code sterna-defaults.conf} documents every key, {@link org.sterna.config.SternaSettings} holds the
 * values, read once, checked, as records with types and units. A wrong one is a {@link org.sterna.config.SettingsException}.
 */
package org.sterna.config;
