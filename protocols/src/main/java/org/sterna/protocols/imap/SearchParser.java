package org.sterna.protocols.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sterna.protocols.imap.search.ReturnOptions;
import org.sterna.protocols.imap.search.SearchKey;
import org.sterna.protocols.imap.search.SearchRequest;
import org.sterna.protocols.imap.search.SortCriterion;
import org.sterna.protocols.imap.search.SortKey;
import org.sterna.protocols.imap.search.SortRequest;
import org.sterna.protocols.imap.search.ThreadAlgorithm;
import org.sterna.protocols.imap.search.ThreadRequest;

/**
 * Reads the arguments of SEARCH, SORT, THREAD and ESEARCH (RFC 9051 section 6.4.4, RFC 5256 section 3, RFC 7377 section 2),
 * from behind the space after the command's name. Nesting is bounded: no person writes deeper, and the stack has an end.
 */
final class SearchParser {
    private static final int MAX_DEPTH = 500;
    private static final int MAX_KEYS = 10_000;
    /** Each costs a look at every octet of every message. */
    private static final int MAX_TEXTS = 500;
    /** RFC 5256 names seven keys; more criteria than these say nothing new. */
    private static final int MAX_CRITERIA = 20;
    private static final int MAX_OBJECT_ID = 255;
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(365_000);

    private final ImapCursor in;
    private final Enabled enabled;
    private Optional<Charset> charset = Optional.of(StandardCharsets.UTF_8);      // US-ASCII is part of it
    private int keys;
    private int texts;

    SearchParser(ImapCursor in, Enabled enabled) {
        this.in = in;
        this.enabled = enabled;
    }

    SearchRequest search(Numbering numbering) throws SyntaxException {
        Optional<ReturnOptions> options = returnOptions();
        namedCharset();
        return request(numbering, new SearchRequest.Selected(), options);
    }

    /** ESEARCH: always in UIDs (RFC 7377 section 2.1). */
    SearchRequest multi() throws SyntaxException {
        List<MailboxFilter> sources = List.of();
        if (in.skipWord("IN ")) {
            sources = in.mailboxFilters();
            in.space();
        }
        Optional<ReturnOptions> options = returnOptions()
                .or(() -> Optional.of(ReturnOptions.ALL));          // section 2.1: ALL is implied
        namedCharset();
        boolean elsewhere = sources.stream().anyMatch(source -> !(source instanceof MailboxFilter.Selected));
        if (elsewhere && options.filter(asked -> asked.has(ReturnOptions.Item.SAVE)).isPresent()) {
            throw SyntaxException.bad("SAVE goes with the selected mailbox only");          // RFC 7377 section 2.2
        }
        SearchRequest request = request(Numbering.UID, new SearchRequest.Mailboxes(sources), options);
        if (elsewhere && request.usesSavedResult()) {
            throw SyntaxException.bad("$ is a result in the selected mailbox");
        }
        return request;
    }

    SortRequest sort(Numbering numbering) throws SyntaxException {
        Optional<ReturnOptions> options = returnOptions();
        List<SortCriterion> criteria = new ArrayList<>();
        in.expect('(');
        do {
            criteria.add(criterion());
        } while (in.skip(' '));
        in.expect(')');
        if (criteria.size() > MAX_CRITERIA) {
            throw SyntaxException.bad("More than " + MAX_CRITERIA + " sort criteria");
        }
        in.space();
        charset();
        return new SortRequest(criteria, request(numbering, new SearchRequest.Selected(), options));
    }

    private SortCriterion criterion() throws SyntaxException {
        SortCriterion.Direction direction = in.skipWord("REVERSE ")
                ? SortCriterion.Direction.DESCENDING : SortCriterion.Direction.ASCENDING;
        String name = in.keyword();
        for (SortKey key : SortKey.values()) {
            if (key.name().equals(name)) {
                return new SortCriterion(key, direction);
            }
        }
        throw SyntaxException.bad("Unknown sort key " + name);
    }

    ThreadRequest thread(Numbering numbering) throws SyntaxException {
        String name = in.keyword();
        ThreadAlgorithm algorithm = switch (name) {
            case "ORDEREDSUBJECT" -> ThreadAlgorithm.ORDEREDSUBJECT;
            case "REFERENCES" -> ThreadAlgorithm.REFERENCES;
            default -> throw SyntaxException.bad("Unknown threading algorithm " + name);
        };
        in.space();
        charset();
        return new ThreadRequest(algorithm, request(numbering, new SearchRequest.Selected(), Optional.empty()));
    }

    private SearchRequest request(Numbering numbering, SearchRequest.Scope scope, Optional<ReturnOptions> options)
            throws SyntaxException {
        SearchKey key = keys(0);
        Optional<StatusResponse> refusal = charset.isPresent() ? Optional.empty() : Optional.of(
                StatusResponse.no("Charset not supported").withCode("BADCHARSET (US-ASCII UTF-8 ISO-8859-1)"));
        return new SearchRequest(numbering, scope, options, key, refusal);
    }

    /** CHARSET of SEARCH and ESEARCH, which may be left out; SORT and THREAD always have a charset, and without that word. */
    private void namedCharset() throws SyntaxException {
        if (in.skipWord("CHARSET ")) {
            if (enabled.utf8Accept()) {
                throw SyntaxException.bad("No charset after ENABLE UTF8=ACCEPT");           // RFC 6855 section 3
            }
            charset();
        }
    }

    /** The charset and the space behind it. */
    private void charset() throws SyntaxException {
        String name = in.astring();
        in.space();
        try {
            Charset named = Charset.forName(name);
            charset = Optional.of(named.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : named);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            charset = Optional.empty();
        }
    }

    private Optional<ReturnOptions> returnOptions() throws SyntaxException {
        if (!in.skipWord("RETURN ")) {
            return Optional.empty();
        }
        ReturnOptions options = new ReturnOptionsParser(in).options();
        in.space();
        return Optional.of(options);
    }

    private SearchKey keys(int depth) throws SyntaxException {
        List<SearchKey> all = new ArrayList<>();
        do {
            all.add(key(depth));
        } while (in.skip(' '));
        return all.size() == 1 ? all.get(0) : new SearchKey.And(all);
    }

    private SearchKey key(int depth) throws SyntaxException {
        if (depth > MAX_DEPTH || ++keys > MAX_KEYS) {
            throw SyntaxException.bad("Search of more than " + MAX_KEYS + " keys, or " + MAX_DEPTH + " deep");
        }
        if (in.skip('(')) {
            SearchKey inner = keys(depth + 1);
            in.expect(')');
            return inner;
        }
        if (in.peek() == '*' || in.peek() == '$' || Character.isDigit(in.peek())) {
            return numbers(Numbering.SEQUENCE);
        }
        String name = in.keyword();
        return switch (name) {
            case "ALL", "SAVEDATESUPPORTED" -> new SearchKey.All();            // every message has one: RFC 8514 section 4.3
            case "ANSWERED" -> new SearchKey.HasFlag(Flag.ANSWERED);
            case "DELETED" -> new SearchKey.HasFlag(Flag.DELETED);
            case "DRAFT" -> new SearchKey.HasFlag(Flag.DRAFT);
            case "FLAGGED" -> new SearchKey.HasFlag(Flag.FLAGGED);
            case "SEEN" -> new SearchKey.HasFlag(Flag.SEEN);
            case "RECENT" -> new SearchKey.HasFlag(Flag.RECENT);
            case "UNANSWERED" -> new SearchKey.LacksFlag(Flag.ANSWERED);
            case "UNDELETED" -> new SearchKey.LacksFlag(Flag.DELETED);
            case "UNDRAFT" -> new SearchKey.LacksFlag(Flag.DRAFT);
            case "UNFLAGGED" -> new SearchKey.LacksFlag(Flag.FLAGGED);
            case "UNSEEN" -> new SearchKey.LacksFlag(Flag.SEEN);
            case "OLD" -> new SearchKey.LacksFlag(Flag.RECENT);
            case "NEW" -> new SearchKey.And(
                    List.of(new SearchKey.HasFlag(Flag.RECENT), new SearchKey.LacksFlag(Flag.SEEN)));
            default -> withArgument(name, depth);
        };
    }

    private SearchKey withArgument(String name, int depth) throws SyntaxException {
        in.space();
        return switch (name) {
            case "KEYWORD" -> new SearchKey.HasFlag(keyword());
            case "UNKEYWORD" -> new SearchKey.LacksFlag(keyword());
            case "BEFORE", "ON", "SINCE" -> new SearchKey.Received(SearchKey.When.valueOf(name), date());
            case "SENTBEFORE", "SENTON", "SENTSINCE" -> new SearchKey.Sent(SearchKey.When.valueOf(name.substring(4)), date());
            case "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE" -> new SearchKey.Saved(SearchKey.When.valueOf(name.substring(5)), date());
            case "OLDER", "YOUNGER" -> new SearchKey.Within(SearchKey.Age.valueOf(name), interval());
            case "LARGER" -> new SearchKey.Larger(in.number());
            case "SMALLER" -> new SearchKey.Smaller(in.number());
            case "UID" -> numbers(Numbering.UID);
            case "MODSEQ" -> modSeq();
            case "EMAILID" -> new SearchKey.EmailId(objectId());
            case "THREADID" -> new SearchKey.ThreadId(objectId());
            case "FROM", "TO", "CC", "BCC", "SUBJECT" -> new SearchKey.Header(name, text());
            case "HEADER" -> header();
            case "BODY" -> new SearchKey.Body(text());
            case "TEXT" -> new SearchKey.Text(text());
            case "NOT" -> new SearchKey.Not(key(depth + 1));
            case "OR" -> or(depth);
            default -> throw SyntaxException.bad("Unknown search key " + name);
        };
    }

    private SearchKey numbers(Numbering numbering) throws SyntaxException {
        SequenceSet set = in.sequenceSet();
        return set.isSaved() ? new SearchKey.SavedResult() : new SearchKey.Numbers(numbering, set);
    }

    private SearchKey header() throws SyntaxException {
        String name = in.astring();
        in.space();
        return new SearchKey.Header(name, text());
    }

    private SearchKey or(int depth) throws SyntaxException {
        SearchKey first = key(depth + 1);
        in.space();
        return new SearchKey.Or(first, key(depth + 1));
    }

    /** Which metadata is meant does not matter: one MODSEQ counts all changes of a message (RFC 7162 section 3.1.5). */
    private SearchKey modSeq() throws SyntaxException {
        if (in.peek() == '"' || in.peek() == '/') {
            in.astring();
            in.space();
            String kind = in.keyword();
            if (!kind.equals("ALL") && !kind.equals("PRIV") && !kind.equals("SHARED")) {
                throw SyntaxException.bad("Unknown metadata type " + kind);
            }
            in.space();
        }
        return new SearchKey.ChangedSince(in.number());
    }

    private Duration interval() throws SyntaxException {
        long seconds = in.number();
        if (seconds == 0) {
            throw SyntaxException.bad("An interval is at least 1 second");                  // RFC 5032 section 3
        }
        return Duration.ofSeconds(Math.min(seconds, LONGEST_INTERVAL.toSeconds()));
    }

    private String objectId() throws SyntaxException {
        String id = in.astring();
        boolean valid = !id.isEmpty() && id.length() <= MAX_OBJECT_ID
                && id.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || c == '_' || c == '-');
        if (!valid) {
            throw SyntaxException.bad("Not an object id");                                  // RFC 8474 section 7
        }
        return id;
    }

    private Flag keyword() throws SyntaxException {
        String name = in.atom();
        return Flag.of(name).orElseThrow(() -> SyntaxException.bad("Not a keyword: " + name));
    }

    private LocalDate date() throws SyntaxException {
        String text = in.astring();
        return ImapDates.date(text).orElseThrow(() -> SyntaxException.bad("Wrong date"));
    }

    private String text() throws SyntaxException {
        byte[] octets = in.astring().getBytes(StandardCharsets.ISO_8859_1);
        if (++texts > MAX_TEXTS) {
            throw SyntaxException.bad("Search for more than " + MAX_TEXTS + " texts");
        }
        if (charset.isEmpty()) {
            return "";                                               // the search will be refused
        }
        try {
            return charset.get().newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw SyntaxException.bad("Search text is not in " + charset.get().name());
        }
    }
}
