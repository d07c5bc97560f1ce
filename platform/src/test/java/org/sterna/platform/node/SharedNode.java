package org.sterna.platform.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives one running node to all test classes that do it no lasting harm; it is ended behind the last of them. */
final class SharedNode implements ParameterResolver {
    /** The limits are small enough to be reached, and large enough for a machine that stands still for some seconds. */
    private static final String[] SETTINGS = {
        "sterna.smtp.command-timeout=12s", "sterna.smtp.data-timeout=12s", "sterna.pop3.timeout=12s", "sterna.imap.pre-authentication-timeout=12s",
        "sterna.smtp.max-message-size=1MiB", "sterna.cassandra.request-timeout=10s", "sterna.queue.first-retry=500ms", "sterna.queue.longest-retry=2s"};

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == NodeProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(SharedNode.class, unused -> {
            try {
                return NodeProcess.start("shared", SETTINGS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, NodeProcess.class);
    }
}
