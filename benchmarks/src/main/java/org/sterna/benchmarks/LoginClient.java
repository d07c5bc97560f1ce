package org.sterna.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** A connection, ready to log in once. */
interface LoginClient extends Closeable {
    /** @throws IOException if it is refused; says nothing of the password */
    void login(String address, String password) throws IOException;
}
