package org.sterna.protocols.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sterna.protocols.dkim.ParsedSignature;
import org.sterna.protocols.dkim.SignatureField;
import org.sterna.protocols.dkim.SignatureReader;
import org.sterna.protocols.dkim.TagList;
import org.sterna.protocols.message.HeaderField;
import org.sterna.protocols.message.HeaderFields;

/**
 * The sets on a message and whether their structure is valid (RFC 8617 section 5.2, steps 1 to 3).
 *
 * @param sets in their order, empty when there are none or the structure is not valid
 * @param highest the highest instance seen, 0 if none
 * @param defect why the structure is not valid; empty when it is
 */
record ArcChain(List<ArcSet> sets, int highest, Optional<String> defect) {
    static final String RESULTS = "ARC-Authentication-Results";
    static final String MESSAGE = "ARC-Message-Signature";
    static final String SEAL = "ARC-Seal";
    /** RFC 8617 section 4.2.1. */
    static final int MAX_SETS = 50;
    /** Of ARC-Authentication-Results: i= comes first (RFC 8617 section 4.1.1). */
    private static final Pattern RESULTS_FORM = Pattern.compile("i\\s*=\\s*([0-9]{1,3})\\s*;\\s*(.*)", Pattern.DOTALL);

    /** The fields of one instance, as they are found. */
    private static final class Found {
        private final List<HeaderField> results = new ArrayList<>();
        private final List<HeaderField> messages = new ArrayList<>();
        private final List<HeaderField> seals = new ArrayList<>();

        private boolean isComplete() {
            return results.size() == 1 && messages.size() == 1 && seals.size() == 1;
        }
    }

    ArcChain {
        sets = List.copyOf(sets);
    }

    static ArcChain of(HeaderFields fields) {
        TreeMap<Integer, Found> found = new TreeMap<>();
        boolean readable = true;
        for (HeaderField field : fields) {
            if (field.isNamed(RESULTS)) {
                readable &= place(found, payload(field), field, each -> each.results);
            } else if (field.isNamed(MESSAGE)) {
                readable &= place(found, tagged(field), field, each -> each.messages);
            } else if (field.isNamed(SEAL)) {
                readable &= place(found, tagged(field), field, each -> each.seals);
            }
        }
        int highest = found.isEmpty() ? 0 : Math.min(found.lastKey(), 1000);
        if (!readable) {
            return broken(highest, "a field has no instance");
        }
        if (highest > MAX_SETS) {
            return broken(highest, "more than " + MAX_SETS + " sets");
        }
        return sets(found, highest);
    }

    private static boolean place(TreeMap<Integer, Found> found, Optional<Integer> instance, HeaderField field, Function<Found, List<HeaderField>> kind) {
        instance.ifPresent(number -> kind.apply(found.computeIfAbsent(number, each -> new Found())).add(field));
        return instance.isPresent();
    }

    private static ArcChain sets(TreeMap<Integer, Found> found, int highest) {
        List<ArcSet> sets = new ArrayList<>();
        for (int instance = 1; instance <= highest; instance++) {
            Found fields = found.get(instance);
            if (fields == null || !fields.isComplete()) {
                return broken(highest, "set " + instance + " is not complete");
            }
            HeaderField sealField = fields.seals.get(0);
            Optional<SealField> seal = tags(sealField).flatMap(tags -> SealField.read(sealField, tags));
            ParsedSignature message = SignatureReader.arc(fields.messages.get(0));
            if (seal.isEmpty() || !(message instanceof SignatureField signature)) {
                return broken(highest, seal.isEmpty() ? "seal " + instance + " cannot be read" : "message signature " + instance + ": " + reason(message));
            }
            if (seal.get().status() != (instance == 1 ? ChainStatus.NONE : ChainStatus.PASS)) {
                return broken(highest, "seal " + instance + " says cv=" + seal.get().status().text());
            }
            HeaderField results = fields.results.get(0);
            sets.add(new ArcSet(instance, results, RESULTS_FORM.matcher(results.body()).replaceFirst("$2"), signature, seal.get()));
        }
        return new ArcChain(sets, highest, Optional.empty());
    }

    private static String reason(ParsedSignature parsed) {
        return parsed instanceof ParsedSignature.Defective defective ? defective.reason() : "";
    }

    private static ArcChain broken(int highest, String defect) {
        return new ArcChain(List.of(), highest, Optional.of(defect));
    }

    private static Optional<TagList> tags(HeaderField field) {
        return TagList.parse(field.raw().substring(field.raw().indexOf(':') + 1));
    }

    /** The instance of a seal or a message signature; 0 when it has none. */
    static int instance(HeaderField field) {
        return tagged(field).orElse(0);
    }

    /** Whether a seal tells that the chain was not valid when it was made. */
    static boolean saysFail(HeaderField seal) {
        return tags(seal).flatMap(tags -> tags.get("cv")).filter(ChainStatus.FAIL.text()::equalsIgnoreCase).isPresent();
    }

    private static Optional<Integer> tagged(HeaderField field) {
        return tags(field).flatMap(tags -> tags.get("i")).filter(digits -> digits.matches("[0-9]{1,3}")).map(Integer::valueOf).filter(number -> number > 0);
    }

    private static Optional<Integer> payload(HeaderField field) {
        Matcher form = RESULTS_FORM.matcher(field.body());
        return form.matches() ? Optional.of(Integer.valueOf(form.group(1))).filter(number -> number > 0) : Optional.empty();
    }
}
