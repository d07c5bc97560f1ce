package org.sterna.platform.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.config.CheckAction;
import org.sterna.config.TrustSettings;
import org.sterna.platform.policy.Verdict;
import org.sterna.protocols.smtp.EnhancedStatus;
import org.sterna.protocols.smtp.Reply;
import org.sterna.protocols.spf.SpfResult;
import org.sterna.protocols.spf.SpfVerdict;

/** What the operator wants done by a result of SPF. RFC 7208 section 8, with the codes of RFC 7372 section 3.2. */
final class SpfPolicy {
    private static final int MOST_TEXT = 200;

    private final TrustSettings.Spf settings;

    SpfPolicy(TrustSettings.Spf settings) {
        this.settings = settings;
    }

    /** Only the result for the reverse-path counts. */
    Verdict judge(SpfVerdict verdict) {
        String rule = "spf." + verdict.result().word();
        return switch (action(verdict.result())) {
            case NONE -> new Verdict.Pass();
            case TAG -> new Verdict.Tag(rule, text(verdict));
            case DEFER -> new Verdict.Refuse(rule, reply(451, "4.7." + detail(verdict.result()), verdict), false);
            case REJECT -> new Verdict.Refuse(rule, reply(550, "5.7." + detail(verdict.result()), verdict), false);
        };
    }

    private CheckAction action(SpfResult result) {
        return switch (result) {
            case SOFTFAIL -> settings.softfail();
            case FAIL -> settings.fail();
            case PERMERROR -> settings.permerror();
            case TEMPERROR -> settings.temperror();
            case NONE, NEUTRAL, PASS -> CheckAction.NONE;       // RFC 7208 section 8.2: neutral is exactly as none
        };
    }

    private static int detail(SpfResult result) {
        return result == SpfResult.FAIL || result == SpfResult.SOFTFAIL ? 23 : 24;
    }

    private static String text(SpfVerdict verdict) {
        String domain = verdict.question().domain();
        return switch (verdict.result()) {
            case FAIL -> "the domain " + domain + " does not let this client use it";
            case SOFTFAIL -> "the domain " + domain + " probably does not let this client use it";
            case TEMPERROR -> verdict.problem();
            default -> "the policy of " + domain + " cannot be interpreted: " + verdict.problem();
        };
    }

    /** RFC 7208 section 8.4: a stranger's words are named as such. */
    private static Reply reply(int code, String status, SpfVerdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add(printable("SPF check of MAIL FROM: " + text(verdict)));
        Optional<String> explanation = verdict.explanation();
        if (explanation.isPresent() && !explanation.get().isBlank()) {
            lines.add(printable("The domain " + verdict.question().domain() + " explains:"));
            String rest = printable(explanation.get());
            for (int at = 0; at < rest.length(); at += MOST_TEXT) {
                lines.add(rest.substring(at, Math.min(rest.length(), at + MOST_TEXT)));
            }
        }
        return new Reply(code, EnhancedStatus.parse(status), lines.stream().map(line -> line.length() <= 2 * MOST_TEXT ? line : line.substring(0, 2 * MOST_TEXT)).toList());
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
