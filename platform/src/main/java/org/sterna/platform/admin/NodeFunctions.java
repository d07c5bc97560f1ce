package org.sterna.platform.admin;

/** The commands that are a node themselves instead of talking to one. Each returns the exit status. */
public interface NodeFunctions {
    /** Runs a node in the foreground until it is stopped. */
    int start(StartOptions options);

    /** Runs the demonstration. */
    int demo(DemoOptions options);

    /** Runs a drill. */
    int drill(DrillOptions options);

    /** Releases the lease of a node whose process is known to have ended, so that others need not wait for it to expire. */
    int release(StartOptions options);

    /** Waits for the end of the node's process, which started this one, and releases its lease. */
    int guard(StartOptions options);
}
