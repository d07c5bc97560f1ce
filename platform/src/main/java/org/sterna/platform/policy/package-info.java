/**
 * The first line of defence: what is asked about a client that sends mail, before it is served.
 *
 * <p>{@link org.sterna.platform.policy.Policies} asks each {@link org.sterna.platform.policy.Policy} in turn at the moments of
 * {@link org.sterna.platform.policy.Question}; here are allow and deny lists, the check of early talkers, and
 * {@link org.sterna.platform.policy.ClientLimits}. What needs the network (block lists by DNS, greylisting, SPF, milters) is a policy like
 * these that answers later. Whether a recipient exists and where mail goes is no policy.
 */
package org.sterna.platform.policy;
