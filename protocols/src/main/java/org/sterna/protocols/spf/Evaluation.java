package org.sterna.protocols.spf;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sterna.protocols.dns.DnsLookup;
import org.sterna.protocols.dns.DnsLookup.Answer;
import org.sterna.protocols.dns.DnsLookup.RecordType;
import org.sterna.protocols.dns.DnsRecord;

/**
 * The evaluation of one question, with the counters that all its records share. Each step begins when the one before has its answer, so
 * nothing is used by two threads at a time.
 */
final class Evaluation {
    /** RFC 7208 section 4.6.4: terms that ask the DNS. */
    static final int MAX_TERMS = 10;
    /** RFC 7208 section 4.6.4: terms that find nothing. */
    static final int MAX_VOID = 2;
    /** RFC 7208 section 4.6.4: names of MX or PTR records whose addresses are asked for. */
    static final int MAX_HOSTS = 10;
    private static final Outcome NO_RECORD = new Outcome(SpfResult.NONE, "", "", "", Optional.empty());

    /**
     * Of one record.
     *
     * @param domain      whose record it is
     * @param explanation where one is to be found
     */
    private record Outcome(SpfResult result, String mechanism, String problem, String domain, Optional<MacroString> explanation) {
        static Outcome error(SpfResult result, String problem) {
            return new Outcome(result, "", problem, "", Optional.empty());
        }
    }

    /** What comparing a mechanism gave. */
    private sealed interface Match { }

    private enum Found implements Match { YES, NO }

    private record Broken(SpfResult result, String problem) implements Match { }

    private final DnsLookup dns;
    private final SpfQuestion question;
    private final ClientNames clientNames;
    private int terms;
    private int voids;

    Evaluation(DnsLookup dns, SpfQuestion question) {
        this.dns = dns;
        this.question = question;
        clientNames = new ClientNames(dns, question.client().address());
    }

    CompletionStage<SpfVerdict> run() {
        String domain = question.domain();
        return host(domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain).thenCompose(outcome -> explanation(outcome)
                .thenApply(text -> new SpfVerdict(question, outcome.result(), outcome.mechanism(), outcome.problem(), text)));
    }

    /** RFC 7208 sections 4.3 to 4.5. */
    private CompletionStage<Outcome> host(String domain) {
        if (!Names.isDomain(domain)) {
            return done(NO_RECORD);
        }
        return dns.lookup(domain, RecordType.TXT).thenCompose(answer -> {
            if (answer instanceof Answer.Outage outage) {
                return done(Outcome.error(SpfResult.TEMPERROR, outage(domain, outage)));
            }
            List<String> records = texts(answer).stream().filter(SpfRecord::isOne).toList();
            if (records.size() != 1) {
                return done(records.isEmpty() ? NO_RECORD : Outcome.error(SpfResult.PERMERROR, "several records of " + domain));
            }
            try {
                return record(SpfRecord.parse(records.get(0)), domain, 0);
            } catch (BadRecordException bad) {
                return done(Outcome.error(SpfResult.PERMERROR, bad.getMessage()));
            }
        });
    }

    /** RFC 7208 section 4.6.2, from one of the directives on. */
    private CompletionStage<Outcome> record(SpfRecord record, String domain, int from) {
        for (int i = from; i < record.directives().size(); i++) {
            Directive directive = record.directives().get(i);
            Outcome matched = new Outcome(directive.result(), directive.text(), "", domain, record.explanation());
            if (directive.mechanism() instanceof Directive.All
                    || directive.mechanism() instanceof Directive.Network network && network.network().contains(question.client().address())) {
                return done(matched);
            }
            if (!(directive.mechanism() instanceof Directive.Network)) {
                int next = i + 1;
                return asked(directive.mechanism(), domain).thenCompose(match -> match instanceof Broken broken
                        ? done(Outcome.error(broken.result(), broken.problem())) : match == Found.YES ? done(matched) : record(record, domain, next));
            }
        }
        return record.redirect().map(target -> redirect(target, domain))
                .orElseGet(() -> done(new Outcome(SpfResult.NEUTRAL, "", "", domain, Optional.empty())));
    }

    /** RFC 7208 section 6.1. */
    private CompletionStage<Outcome> redirect(MacroString target, String domain) {
        if (++terms > MAX_TERMS) {
            return done(Outcome.error(SpfResult.PERMERROR, tooManyTerms()));
        }
        return name(target, domain).thenCompose(name -> name.isEmpty() ? done(Outcome.error(SpfResult.PERMERROR, tooManyTerms()))
                : host(name.get()).thenApply(outcome -> outcome.result() == SpfResult.NONE
                        ? Outcome.error(SpfResult.PERMERROR, "no record to redirect to at " + name.get()) : outcome));
    }

    private CompletionStage<Match> asked(Directive.Mechanism mechanism, String domain) {
        if (++terms > MAX_TERMS) {
            return broken(SpfResult.PERMERROR, tooManyTerms());
        }
        if (mechanism instanceof Directive.Include include) {
            return name(include.domain(), domain).thenCompose(name -> name.isEmpty() ? broken(SpfResult.PERMERROR, tooManyTerms()) : included(name.get()));
        }
        if (mechanism instanceof Directive.Exists exists) {
            return withName(exists.domain(), domain, name -> lookup(name, RecordType.A)
                    .thenCompose(answer -> counted(name, answer, answer instanceof Answer.Found ? Found.YES : Found.NO)));
        }
        if (mechanism instanceof Directive.Ptr ptr) {
            return withName(ptr.domain(), domain, this::named);
        }
        Directive.Hosts hosts = (Directive.Hosts) mechanism;
        return withName(hosts.domain(), domain, name -> hosts.mail() ? mailHosts(name, hosts) : host(name, hosts));
    }

    /** RFC 7208 section 5.2. */
    private CompletionStage<Match> included(String name) {
        return host(name).thenApply(outcome -> switch (outcome.result()) {
            case PASS -> Found.YES;
            case FAIL, SOFTFAIL, NEUTRAL -> Found.NO;
            case TEMPERROR -> new Broken(SpfResult.TEMPERROR, outcome.problem());
            case PERMERROR -> new Broken(SpfResult.PERMERROR, outcome.problem());
            case NONE -> new Broken(SpfResult.PERMERROR, "no record to include at " + name);
        });
    }

    /** RFC 7208 section 5.3. */
    private CompletionStage<Match> host(String name, Directive.Hosts hosts) {
        return lookup(name, addressType()).thenCompose(answer -> counted(name, answer, matches(answer, hosts) ? Found.YES : Found.NO));
    }

    /** RFC 7208 section 5.4. Hosts without an address count as one term that finds nothing, however many they are. */
    private CompletionStage<Match> mailHosts(String name, Directive.Hosts hosts) {
        return lookup(name, RecordType.MX).thenCompose(answer -> {
            if (!(answer instanceof Answer.Found found)) {
                return counted(name, answer, Found.NO);
            }
            if (found.records().size() > MAX_HOSTS) {
                return broken(SpfResult.PERMERROR, "more than " + MAX_HOSTS + " MX records of " + name);
            }
            List<String> names = found.records().stream().map(each -> ((DnsRecord.MailExchange) each).host()).filter(host -> !host.isEmpty()).toList();
            return mailHost(names, hosts, 0, names.isEmpty());
        });
    }

    private CompletionStage<Match> mailHost(List<String> names, Directive.Hosts hosts, int at, boolean anyAddress) {
        if (at == names.size()) {
            return anyAddress || ++voids <= MAX_VOID ? done(Found.NO) : broken(SpfResult.PERMERROR, tooManyVoids());
        }
        return lookup(names.get(at), addressType()).thenCompose(answer -> {
            if (answer instanceof Answer.Outage outage) {
                return broken(SpfResult.TEMPERROR, outage(names.get(at), outage));
            }
            return matches(answer, hosts) ? done(Found.YES) : mailHost(names, hosts, at + 1, anyAddress || answer instanceof Answer.Found);
        });
    }

    /** RFC 7208 section 5.5. The client's own records cannot make the domain's policy an error. */
    private CompletionStage<Match> named(String name) {
        return clientNames.validated().thenCompose(names -> {
            if (names.stream().anyMatch(each -> Names.isWithin(each, name))) {
                return done(Found.YES);
            }
            return clientNames.isVoid() && ++voids > MAX_VOID ? broken(SpfResult.PERMERROR, tooManyVoids()) : done(Found.NO);
        });
    }

    private boolean matches(Answer answer, Directive.Hosts hosts) {
        return answer instanceof Answer.Found found && found.records().stream().map(each -> ((DnsRecord.Address) each).address().getAddress())
                .anyMatch(octets -> new IpNetwork(octets, octets.length == 4 ? hosts.prefix4() : hosts.prefix6()).contains(question.client().address()));
    }

    /** RFC 7208 section 5: an outage ends the evaluation; an answer without records counts (section 4.6.4). */
    private CompletionStage<Match> counted(String name, Answer answer, Match match) {
        if (answer instanceof Answer.Outage outage) {
            return broken(SpfResult.TEMPERROR, outage(name, outage));
        }
        return answer instanceof Answer.Found || ++voids <= MAX_VOID ? done(match) : broken(SpfResult.PERMERROR, tooManyVoids());
    }

    private RecordType addressType() {
        return ClientNames.addressType(question.client().address());
    }

    private CompletionStage<Answer> lookup(String name, RecordType type) {
        return Names.isName(name) ? dns.lookup(name, type) : done(new Answer.NoName(false));
    }

    private interface Comparison {
        CompletionStage<Match> with(String name);
    }

    private CompletionStage<Match> withName(Optional<MacroString> text, String domain, Comparison comparison) {
        return text.isEmpty() ? comparison.with(domain) : withName(text.get(), domain, comparison);
    }

    /** A name that cannot be asked for matches nothing (RFC 7208 section 4.8 leaves it to us). */
    private CompletionStage<Match> withName(MacroString text, String domain, Comparison comparison) {
        return name(text, domain).thenCompose(name -> name.isEmpty() ? broken(SpfResult.PERMERROR, tooManyTerms())
                : Names.isName(name.get()) ? comparison.with(name.get()) : done(Found.NO));
    }

    /** The expanded name; empty if it needs the client's name and no more terms may ask (RFC 7208 section 4.6.4). */
    private CompletionStage<Optional<String>> name(MacroString text, String domain) {
        if (!question.isAscii() && (text.uses('s') || text.uses('l'))) {
            return done(Optional.of(""));                       // RFC 8616 section 4: matches nothing
        }
        if (!text.uses('p')) {
            return done(Optional.of(new MacroExpansion(question, domain, "").name(text)));
        }
        if (!clientNames.asked() && ++terms > MAX_TERMS) {
            return done(Optional.empty());
        }
        return clientNames.best(domain).thenApply(best -> Optional.of(new MacroExpansion(question, domain, best).name(text)));
    }

    /** RFC 7208 section 6.2. Whatever goes wrong, there is none. */
    private CompletionStage<Optional<String>> explanation(Outcome outcome) {
        if (outcome.result() != SpfResult.FAIL || outcome.explanation().isEmpty()) {
            return done(Optional.empty());
        }
        return bestFor(outcome.explanation().get(), outcome.domain())
                .thenCompose(best -> lookup(new MacroExpansion(question, outcome.domain(), best).name(outcome.explanation().get()), RecordType.TXT))
                .thenCompose(answer -> texts(answer).size() == 1 ? explained(texts(answer).get(0), outcome.domain()) : done(Optional.empty()));
    }

    private CompletionStage<Optional<String>> explained(String text, String domain) {
        try {
            MacroString parsed = MacroParser.explanation(text);
            return bestFor(parsed, domain).thenApply(best -> Optional.of(new MacroExpansion(question, domain, best).text(parsed, SpfCheck.MAX_EXPLANATION))
                    .filter(each -> each.chars().allMatch(c -> c >= ' ' && c <= '~')));
        } catch (BadRecordException bad) {
            return done(Optional.empty());
        }
    }

    private CompletionStage<String> bestFor(MacroString text, String domain) {
        return text.uses('p') ? clientNames.best(domain) : done("");
    }

    private static List<String> texts(Answer answer) {
        return answer instanceof Answer.Found found ? found.records().stream().map(each -> ((DnsRecord.Text) each).text()).toList() : List.of();
    }

    private static String outage(String name, Answer.Outage outage) {
        return "the DNS has no answer about " + name + ": " + outage.text();
    }

    private static String tooManyTerms() {
        return "more than " + MAX_TERMS + " terms that ask the DNS";
    }

    private static String tooManyVoids() {
        return "more than " + MAX_VOID + " terms that find nothing in the DNS";
    }

    private static CompletionStage<Match> broken(SpfResult result, String problem) {
        return done(new Broken(result, problem));
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
