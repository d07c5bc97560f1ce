package org.sterna.protocols.smtp.parameter;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads the parameters of RCPT: NOTIFY and ORCPT. RFC 3461 section 4. */
public final class RcptParameterParser extends ParameterWords<RcptParameters> {
    private static final ParameterReading<RcptParameters> BARE = new ParameterReading.WellFormed<>(RcptParameters.NONE, Set.of());

    private Set<Notify> notifications = Set.of();
    private Optional<OriginalRecipient> originalRecipient = Optional.empty();

    private RcptParameterParser() {}

    /** @param words Unicode text: words with spaces between, one for each parameter; may be empty */
    public static ParameterReading<RcptParameters> parse(String words) {
        return words.isEmpty() ? BARE : new RcptParameterParser().readAll(words);
    }

    @Override
    boolean knows(ParameterKeyword keyword) {
        return keyword == ParameterKeyword.NOTIFY || keyword == ParameterKeyword.ORCPT;
    }

    @Override
    boolean read(ParameterKeyword keyword) {
        return false;
    }

    @Override
    boolean read(ParameterKeyword keyword, String value) {
        return keyword == ParameterKeyword.NOTIFY
                ? !(notifications = notifications(value)).isEmpty()
                : (originalRecipient = OriginalRecipientParser.parse(value)).isPresent();
    }

    @Override
    RcptParameters result() {
        return new RcptParameters(notifications, originalRecipient);
    }

    /** RFC 3461 section 4.1; empty when it is no such list. */
    private static Set<Notify> notifications(String value) {
        EnumSet<Notify> notifications = EnumSet.noneOf(Notify.class);
        for (String name : value.split(",", -1)) {
            Optional<Notify> notify = constant(Notify.class, name);
            if (notify.isEmpty()) {
                return Set.of();
            }
            notifications.add(notify.get());
        }
        return notifications.size() > 1 && notifications.contains(Notify.NEVER) ? Set.of() : notifications;
    }
}
