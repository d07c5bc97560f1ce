package org.sterna.config;

/** Whether clients are asked for a certificate. */
public enum ClientCertificates {
    /** They are not. */
    NONE,
    /** They are, and go on without one if they have none; one that is not trusted ends the connection. */
    WANTED
}
