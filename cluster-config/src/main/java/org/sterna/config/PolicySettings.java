package org.sterna.config;

import java.time.Duration;

/**
 * The first line of defence: {@code sterna.policy}.
 *
 * @param timeout     how long one policy may take to answer
 * @param failure     what counts when it does not, or fails
 * @param earlyTalker for clients that do not wait for the greeting
 * @param allow       who is asked nothing more
 * @param deny        who is refused
 */
public record PolicySettings(Duration timeout, Failure failure, EarlyTalker earlyTalker, AccessLists allow, DenyLists deny) {

    /** What counts when a policy fails or gives no answer in time. */
    public enum Failure {
        /** The client goes on as if the policy did not exist. */
        PASS,
        /** The client is told to come again, 451. */
        DEFER
    }

    /**
     * {@code sterna.policy.early-talker}.
     *
     * @param action what is done with a client that talks before the greeting
     * @param delay  how long the greeting waits for it; zero looks only at what is there already
     */
    public record EarlyTalker(RuleAction action, Duration delay) { }

    /**
     * {@code sterna.policy.lists.deny}.
     *
     * @param entries     of the lists
     * @param networks    what is done with a client in one of the networks
     * @param helo        what is done with a client that calls itself by one of the names
     * @param reversePath what is done with a transaction that has one of the reverse-paths
     */
    public record DenyLists(AccessLists entries, RuleAction networks, RuleAction helo, RuleAction reversePath) { }

    static PolicySettings read(SettingsReader settings) {
        String deny = "sterna.policy.lists.deny";
        return new PolicySettings(
                settings.duration("sterna.policy.timeout", "10 ms", "5 m"),
                settings.choice("sterna.policy.failure", Failure.values()),
                new EarlyTalker(settings.choice("sterna.policy.early-talker.action", RuleAction.values()),
                        settings.duration("sterna.policy.early-talker.delay", "0 s", "1 m")),
                AccessLists.read(settings, "sterna.policy.lists.allow"),
                new DenyLists(AccessLists.read(settings, deny),
                        settings.choice(deny + ".networks-action", RuleAction.values()),
                        settings.choice(deny + ".helo-action", RuleAction.values()),
                        settings.choice(deny + ".reverse-path-action", RuleAction.values())));
    }
}
