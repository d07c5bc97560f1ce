package org.sterna.protocols.smtp.parameter;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the parameters of MAIL, those of all extensions. RFC 5321 section 4.1.1.11. */
public final class MailParameterParser extends ParameterWords<MailParameters> {
    /** RFC 1870 section 3: up to 20 digits. */
    private static final int MAX_SIZE_DIGITS = 20;
    /** RFC 6710 section 7. */
    private static final Pattern PRIORITY = Pattern.compile("0|-?[1-9]");
    /** RFC 3461 section 4.4: up to 100 characters, as they are written. */
    private static final int MAX_ENVELOPE_ID = 100;
    /** RFC 4954 section 5: up to 500 characters. */
    private static final int MAX_AUTH = 500;
    private static final BodyType[] BODY_TYPES = BodyType.values();
    private static final ParameterReading<MailParameters> BARE = new ParameterReading.WellFormed<>(MailParameters.NONE, Set.of());

    private OptionalLong size = OptionalLong.empty();
    private BodyType body = BodyType.SEVEN_BIT;
    private final EnumSet<Demand> demands = EnumSet.noneOf(Demand.class);
    private Optional<ReturnContent> returnContent = Optional.empty();
    private Optional<String> envelopeId = Optional.empty();
    private Optional<DeliverBy> deliverBy = Optional.empty();
    private Optional<FutureRelease> futureRelease = Optional.empty();
    private OptionalInt priority = OptionalInt.empty();

    private MailParameterParser() {}

    /** @param words Unicode text: words with spaces between, one for each parameter; may be empty */
    public static ParameterReading<MailParameters> parse(String words) {
        return words.isEmpty() ? BARE : new MailParameterParser().readAll(words);
    }

    @Override
    boolean knows(ParameterKeyword keyword) {
        return keyword != ParameterKeyword.NOTIFY && keyword != ParameterKeyword.ORCPT;
    }

    /** RFC 6531 section 3.4, RFC 8689 section 2. */
    @Override
    boolean read(ParameterKeyword keyword) {
        return switch (keyword) {
            case SMTPUTF8 -> demands.add(Demand.SMTPUTF8);
            case REQUIRETLS -> demands.add(Demand.REQUIRETLS);
            default -> false;
        };
    }

    @Override
    boolean read(ParameterKeyword keyword, String value) {
        return switch (keyword) {
            case SIZE -> (size = size(value)).isPresent();
            case BODY -> body(value);
            case AUTH -> isAuth(value);
            case RET -> (returnContent = constant(ReturnContent.class, value)).isPresent(); // RFC 3461 section 4.3
            case ENVID -> (envelopeId = envelopeId(value)).isPresent();
            case BY -> (deliverBy = DeliverByParser.parse(value)).isPresent();
            case HOLDFOR -> release(FutureReleaseParser.holdFor(value));
            case HOLDUNTIL -> release(FutureReleaseParser.holdUntil(value));
            case MT_PRIORITY -> priority(value);
            default -> false;
        };
    }

    /** RFC 4865 section 4.2: HOLDFOR or HOLDUNTIL, not both. */
    private boolean release(Optional<FutureRelease> value) {
        boolean first = futureRelease.isEmpty();
        futureRelease = value;
        return first && value.isPresent();
    }

    /** What does not fit a long is over any limit. */
    private static OptionalLong size(String value) {
        if (value.length() > MAX_SIZE_DIGITS || !isDigits(value)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(value.length() > 18 && value.compareTo("0".repeat(value.length() - 18) + "9".repeat(18)) > 0
                ? Long.MAX_VALUE : Long.parseLong(value));
    }

    private static boolean isDigits(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private boolean body(String value) {
        for (BodyType type : BODY_TYPES) {
            if (is(type.keyword(), value)) {
                body = type;
                return true;
            }
        }
        return false;
    }

    /**
     * RFC 4954 section 5: an xtext or {@code <>}. It is not kept: who is not trusted to name a submitter is taken to have said
     * {@code AUTH=<>}, and nobody is.
     */
    private static boolean isAuth(String value) {
        return value.equals("<>") || value.length() <= MAX_AUTH && Xtext.decode(value).isPresent();
    }

    /** RFC 3461 section 4.4: printable, white space included. */
    private static Optional<String> envelopeId(String value) {
        return value.length() > MAX_ENVELOPE_ID
                ? Optional.empty()
                : Xtext.decode(value).filter(id -> id.chars().allMatch(c -> c >= ' ' && c <= '~'));
    }

    private boolean priority(String value) {
        if (!PRIORITY.matcher(value).matches()) {
            return false;
        }
        priority = OptionalInt.of(Integer.parseInt(value));
        return true;
    }

    @Override
    MailParameters result() {
        boolean plain = returnContent.isEmpty() && envelopeId.isEmpty();
        return new MailParameters(size, body, demands, plain ? DsnRequest.NONE : new DsnRequest(returnContent, envelopeId),
                deliverBy, futureRelease, priority);
    }
}
