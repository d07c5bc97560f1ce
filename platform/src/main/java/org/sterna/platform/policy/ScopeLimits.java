package org.sterna.platform.policy;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sterna.config.RateLimit;
import org.sterna.config.RuleAction;
import org.sterna.protocols.smtp.Reply;

/** The limits by time for keys of one kind, with their counts. */
final class ScopeLimits<K> {
    static final Verdict PASS = new Verdict.Pass();
    private static final int LONGEST_NAME = 100;

    private final String scope;
    private final Map<Counted, RateLimit> limits;
    private final RateCounters<K> counters;

    /**
     * @param scope   as in rules: {@code limits.SCOPE.messages}
     * @param maxKeys counted at a time
     * @param limits  what is limited; the rest is not counted, nor is what is off
     */
    ScopeLimits(String scope, int maxKeys, Map<Counted, RateLimit> limits) {
        this.scope = scope;
        this.limits = new EnumMap<>(Counted.class);
        limits.forEach((what, limit) -> {
            if (limit.action() != RuleAction.OFF) {
                this.limits.put(what, limit);
            }
        });
        counters = new RateCounters<>(maxKeys, Stream.of(Counted.values())
                .mapToLong(what -> this.limits.getOrDefault(what, RateLimit.OFF).interval().toMillis()).toArray());
    }

    boolean limits(Counted what) {
        return limits.containsKey(what);
    }

    void add(K key, Counted what, long now) {
        if (limits.containsKey(what)) {
            counters.add(key, what, now);
        }
    }

    /**
     * Whether one more may happen; for connections, which are counted before they are asked about, whether the last one might.
     *
     * @param whose for people, only when it is over, such as {@code from 192.0.2.1}
     */
    Verdict check(K key, Counted what, Supplier<String> whose, long now) {
        RateLimit limit = limits.get(what);
        if (limit == null) {
            return PASS;
        }
        long count = counters.count(key, what, now);
        boolean over = what == Counted.CONNECTIONS ? count > limit.number() : count >= limit.number();
        return over ? verdict("limits." + scope + "." + what.settingName(), limit.action(), what, whose.get(), limit.words()) : PASS;
    }

    static Verdict verdict(String rule, RuleAction action, Counted what, String whose, String limit) {
        String text = "Too many " + what.words() + " " + printable(whose) + " (" + limit + ")";
        if (action == RuleAction.TAG) {
            return new Verdict.Tag(rule, text);
        }
        String reply = text + ", try again later";
        return what == Counted.CONNECTIONS || what == Counted.FAILED_LOGINS
                ? new Verdict.Refuse(rule, Reply.of(421, "4.7.0", reply), true)
                : new Verdict.Refuse(rule, Reply.of(450, "4.7.1", reply), false);
    }

    private static String printable(String text) {
        String cut = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
