package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImapParserTest {
    private static ImapCommand parse(String line) {
        ParsedCommand parsed = ImapParser.parse(CommandText.of(line));
        assertThat(parsed).as(line).isInstanceOf(ParsedCommand.Command.class);
        return ((ParsedCommand.Command) parsed).command();
    }

    private static MailboxName mailbox(String name) {
        return MailboxName.of(name).orElseThrow();
    }

    private static SequenceSet set(long from, long to) {
        SequenceSet.Builder builder = new SequenceSet.Builder();
        builder.add(from, to);
        return builder.build();
    }

    private static List<FetchItem> fetch(String items) {
        return ((ImapCommand.Fetch) parse("a FETCH 1 " + items)).items();
    }

    private static FetchItem body(List<Integer> path, Section.Text text, FetchItem.Spelling spelling) {
        return new FetchItem.Body(new Section(path, text), Optional.empty(), spelling);
    }

    @Test
    void commandsWithoutArguments() {
        Map<String, Class<?>> commands = Map.ofEntries(
                Map.entry("CAPABILITY", ImapCommand.Capability.class), Map.entry("noop", ImapCommand.Noop.class),
                Map.entry("LOGOUT", ImapCommand.Logout.class), Map.entry("STARTTLS", ImapCommand.StartTls.class),
                Map.entry("NAMESPACE", ImapCommand.Namespace.class), Map.entry("Idle", ImapCommand.Idle.class),
                Map.entry("CHECK", ImapCommand.Check.class), Map.entry("CLOSE", ImapCommand.Close.class),
                Map.entry("UNSELECT", ImapCommand.Unselect.class), Map.entry("EXPUNGE", ImapCommand.Expunge.class),
                Map.entry("UNAUTHENTICATE", ImapCommand.Unauthenticate.class));
        commands.forEach((name, type) -> {
            assertThat(parse("abcd " + name)).isInstanceOf(type);
            assertThat(ImapParser.parse(CommandText.of("abcd " + name + " x"))).isInstanceOf(ParsedCommand.BadCommand.class);
        });
    }

    @Test
    void loggingIn() {                                                      // RFC 3501 section 6.2
        assertThat(parse("a001 LOGIN SMITH SESAME")).isEqualTo(new ImapCommand.Login("SMITH", "SESAME"));
        assertThat(parse("a001 LOGIN \"a\\\"\\\\b\" {3}\r\n\u00c3\u00a4c"))
                .isEqualTo(new ImapCommand.Login("a\"\\b", "\u00e4c"));
        assertThat(parse("a001 LOGIN \"\" a]b")).isEqualTo(new ImapCommand.Login("", "a]b"));
        assertThat(parse("a001 LOGIN u p").toString()).doesNotContain("password").doesNotContain("=p");
        assertThat(parse("A001 AUTHENTICATE plain")).isEqualTo(new ImapCommand.Authenticate("PLAIN", Optional.empty()));
        assertThat(parse("A001 AUTHENTICATE PLAIN =")).isEqualTo(new ImapCommand.Authenticate("PLAIN", Optional.of("=")));
        assertThat(parse("A001 AUTHENTICATE PLAIN dGVzdAB0ZXN0AHRlc3Q="))
                .isEqualTo(new ImapCommand.Authenticate("PLAIN", Optional.of("dGVzdAB0ZXN0AHRlc3Q=")));
    }

    @Test
    void mailboxCommands() {                                                // RFC 3501 section 6.3
        assertThat(parse("A142 SELECT inbox")).isEqualTo(new ImapCommand.Select(MailboxName.INBOX, SelectParameters.NONE));
        assertThat(parse("A932 EXAMINE \"blurdy bloop\"")).isEqualTo(new ImapCommand.Examine(mailbox("blurdy bloop"), SelectParameters.NONE));
        assertThat(parse("A003 CREATE owatagusiam/")).isEqualTo(new ImapCommand.Create(mailbox("owatagusiam"), List.of()));
        assertThat(parse("A685 DELETE foo/bar")).isEqualTo(new ImapCommand.Delete(mailbox("foo/bar")));
        assertThat(parse("A683 RENAME blurdybloop {5}\r\nsarah"))
                .isEqualTo(new ImapCommand.Rename(mailbox("blurdybloop"), mailbox("sarah")));
        assertThat(parse("A002 SUBSCRIBE ~peter/mail/&U,BTFw-/&ZeVnLIqe-"))
                .isEqualTo(new ImapCommand.Subscribe(mailbox("~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e")));
        assertThat(parse("A002 UNSUBSCRIBE x")).isEqualTo(new ImapCommand.Unsubscribe(mailbox("x")));
        assertThat(parse("A101 LIST \"\" \"\"")).isEqualTo(new ImapCommand.ListDelimiter());
        assertThat(parse("A202 LIST ~/Mail/ %")).isEqualTo(
                new ImapCommand.ListMailboxes(List.of(new ListPattern("~/Mail/%")), ListOptions.BASIC));
        assertThat(parse("A002 LSUB \"\" *")).isEqualTo(new ImapCommand.Lsub(new ListPattern("*")));
        assertThat(parse("A042 STATUS blurdybloop (UIDNEXT MESSAGES)")).isEqualTo(
                new ImapCommand.Status(mailbox("blurdybloop"), Set.of(StatusItem.UIDNEXT, StatusItem.MESSAGES)));
    }

    @Test
    void selectedCommands() {                                               // RFC 3501 section 6.4
        assertThat(parse("A003 STORE 2:4 +FLAGS (\\Deleted $Work)")).isEqualTo(new ImapCommand.Store(Numbering.SEQUENCE,
                set(2, 4), OptionalLong.empty(), ImapCommand.Change.ADD, ImapCommand.Answer.FLAGS, Set.of(Flag.DELETED, new Flag("$work"))));
        assertThat(parse("A003 UID STORE 5 -FLAGS.SILENT \\seen")).isEqualTo(new ImapCommand.Store(Numbering.UID,
                set(5, 5), OptionalLong.empty(), ImapCommand.Change.REMOVE, ImapCommand.Answer.SILENT, Set.of(Flag.SEEN)));
        assertThat(parse("A003 STORE 5 FLAGS ()")).isEqualTo(new ImapCommand.Store(Numbering.SEQUENCE,
                set(5, 5), OptionalLong.empty(), ImapCommand.Change.REPLACE, ImapCommand.Answer.FLAGS, Set.of()));
        assertThat(parse("A003 COPY 2:4 MEETING")).isEqualTo(
                new ImapCommand.Copy(Numbering.SEQUENCE, set(2, 4), mailbox("MEETING")));
        assertThat(parse("a UID MOVE 42:69 foo")).isEqualTo(new ImapCommand.Move(Numbering.UID, set(42, 69), mailbox("foo")));
        assertThat(parse("A101 UID EXPUNGE 3000:*")).isEqualTo(
                new ImapCommand.Expunge(Optional.of(set(3000, SequenceSet.STAR))));
        assertThat(parse("a023 ID (\"name\" \"sodr\" \"version\" NIL)"))
                .isEqualTo(new ImapCommand.Id(Map.of("name", "sodr", "version", "")));
        assertThat(parse("a042 ID NIL")).isEqualTo(new ImapCommand.Id(Map.of()));
        assertThat(parse("t1 ENABLE condstore X-GOOD")).isEqualTo(new ImapCommand.Enable(List.of("CONDSTORE", "X-GOOD")));
    }

    @Test
    void fetchItems() {                                                     // RFC 3501 section 6.4.5
        assertThat(fetch("FULL")).containsExactly(FetchItem.Attribute.FLAGS, FetchItem.Attribute.INTERNALDATE,
                FetchItem.Attribute.RFC822_SIZE, FetchItem.Attribute.ENVELOPE, FetchItem.Attribute.BODY);
        assertThat(fetch("ALL")).hasSize(4);
        assertThat(fetch("FAST")).hasSize(3);
        assertThat(fetch("(FLAGS BODY[HEADER.FIELDS (DATE FROM)])")).containsExactly(FetchItem.Attribute.FLAGS,
                body(List.of(), new Section.Fields(Section.Choice.ONLY, List.of("DATE", "FROM")), FetchItem.Spelling.BODY));
        assertThat(fetch("BODY.PEEK[4.2.2.1.MIME]")).containsExactly(
                body(List.of(4, 2, 2, 1), Section.Piece.MIME, FetchItem.Spelling.BODY_PEEK));
        assertThat(fetch("body[3.header.fields.not (\"x y\")]")).containsExactly(body(List.of(3),
                new Section.Fields(Section.Choice.ALL_BUT, List.of("x y")), FetchItem.Spelling.BODY));
        assertThat(fetch("BODY[]<0.2048>")).containsExactly(new FetchItem.Body(new Section(List.of(), Section.Piece.WHOLE),
                Optional.of(new FetchItem.Partial(0, 2048)), FetchItem.Spelling.BODY));
        assertThat(fetch("(BODY BODY[TEXT] BODY[1] BODYSTRUCTURE RFC822 RFC822.HEADER RFC822.TEXT RFC822.SIZE PREVIEW (LAZY))"))
                .containsExactly(FetchItem.Attribute.BODY,
                        body(List.of(), Section.Piece.TEXT, FetchItem.Spelling.BODY),
                        body(List.of(1), Section.Piece.WHOLE, FetchItem.Spelling.BODY),
                        FetchItem.Attribute.BODYSTRUCTURE,
                        body(List.of(), Section.Piece.WHOLE, FetchItem.Spelling.RFC822),
                        body(List.of(), Section.Piece.HEADER, FetchItem.Spelling.RFC822_HEADER),
                        body(List.of(), Section.Piece.TEXT, FetchItem.Spelling.RFC822_TEXT),
                        FetchItem.Attribute.RFC822_SIZE, FetchItem.Attribute.PREVIEW);
        assertThat(((ImapCommand.Fetch) parse("a UID FETCH 1:* FLAGS")).items())
                .containsExactly(FetchItem.Attribute.FLAGS, FetchItem.Attribute.UID);
        assertThat(fetch("BODY[]").get(0).setsSeen()).isTrue();
        assertThat(fetch("BODY.PEEK[]").get(0).setsSeen()).isFalse();
        assertThat(fetch("RFC822.HEADER").get(0).setsSeen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "a", "a ", " NOOP", "a NOOP ", "+ NOOP", "a XYZZY", "a LOGIN x", "a LOGIN x y z", "a LOGIN \"x y", "a LOGIN {5}\r\nabc y",
        "a LOGIN \"\\x\" y", "a SELECT", "a SELECT (", "a STATUS x ()", "a STATUS x (FOO)", "a FETCH 0 FLAGS", "a FETCH 1, FLAGS",
        "a FETCH 4294967296 FLAGS", "a FETCH 1 (FLAGS", "a FETCH 1 ()", "a FETCH 1 BODY[", "a FETCH 1 BODY[0]", "a FETCH 1 BODY[MIME]",
        "a FETCH 1 BODY[]<0.0>", "a FETCH 1 BODY[HEADER.FIELDS ()]", "a FETCH 1 BODY[1.]", "a FETCH 1 BODY.PEEK", "a STORE 1 FLAGS",
        "a STORE 1 FLAGS (\\Recent)", "a STORE 1 FLAGS (\\Foo)", "a STORE 1 X (\\Seen)", "a UID NOOP", "a UID SELECT x", "a SEARCH",
        "a LIST \"\"", "a UID CAPABILITY", "a NOOP\r\n", "a FETCH $1 FLAGS", "a FETCH 99999999999999999999 FLAGS",
        "a LOGIN a {1}\r\n\0", "a ID (\"x\")", "a COPY 1", "a ENABLE", "a APPEND x", "a\u00ff NOOP"})
    void whatIsWrongIsBad(String line) {
        ParsedCommand parsed = ImapParser.parse(CommandText.of(line));
        assertThat(parsed).isInstanceOf(ParsedCommand.BadCommand.class);
        assertThat(((ParsedCommand.BadCommand) parsed).response().condition()).isEqualTo(StatusResponse.Condition.BAD);
        assertThat(parsed.tag()).isEqualTo(line.startsWith("a ") || line.equals("a") ? "a" : "*");
    }

    @Test
    void aMailboxNameThatCannotBeIsRefused() {
        for (String name : List.of("/x", "\"a//b\"", "\"x*\"", "&AGE-", "&x", "\"\"", "..", "a/../b", "a/.", "\"a\tb\"",
                "x/".repeat(999) + "x")) {
            ParsedCommand parsed = ImapParser.parse(CommandText.of("a SELECT " + name));
            assertThat(((ParsedCommand.BadCommand) parsed).response().condition()).isEqualTo(StatusResponse.Condition.NO);
            assertThat(((ParsedCommand.BadCommand) parsed).response().code()).contains("CANNOT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SEARCH %s", "SEARCH OR %s", "UID SEARCH NOT %s", "LIST %s", "LIST \"\" %s", "FETCH 1 %s", "FETCH 1 BODY[%s", "STORE 1 %s",
        "SELECT x %s", "CREATE x (USE %s", "STATUS x %s", "NOTIFY SET %s", "GETMETADATA %s", "SETMETADATA x %s", "SORT %s",
        "ESEARCH IN %s", "SEARCH RETURN %s", "APPEND x %s", "APPEND x CATENATE %s", "ID %s", "SETQUOTA x %s"})
    void nestingIsRefused(String command) {
        ParsedCommand parsed = ImapParser.parse(CommandText.of("a " + String.format(command, "(".repeat(10_000))));
        assertThat(parsed).isInstanceOf(ParsedCommand.BadCommand.class);
    }

    @Test
    void aHundredThousandNumbersAreFine() {
        StringBuilder set = new StringBuilder("1");
        for (int i = 1; i < 100_000; i++) {
            set.append(',').append(2 * i + 1);
        }
        SequenceSet parsed = ((ImapCommand.Copy) parse("a COPY " + set + " x")).messages();
        assertThat(parsed.items()).isEqualTo(100_000);
        assertThat(parsed.resolve(1_000_000)).hasSize(100_000);
        assertThat(parsed.toString()).isEqualTo(set.toString());
    }

    @Test
    void listsHaveAnEnd() {                                                 // however long a line may be
        for (String tooLong : List.of("STORE 1 FLAGS (" + numbered("k", 1001) + ")", "FETCH 1 BODY[HEADER.FIELDS (" + numbered("field", 10_000) + ")]",
                "FETCH 1 (" + "FLAGS ".repeat(200) + "UID)", "LIST \"\" (" + numbered("a", 101) + ")",
                "NOTIFY SET (mailboxes (" + numbered("a", 600) + ") (MailboxName)) (mailboxes (" + numbered("b", 401) + ") (MailboxName))",
                "ESEARCH IN (mailboxes (" + numbered("a", 1001) + ")) ALL")) {
            assertThat(ImapParser.parse(CommandText.of("a " + tooLong))).as(tooLong.substring(0, 30)).isInstanceOf(ParsedCommand.BadCommand.class);
        }
        assertThat(((ImapCommand.Store) parse("a STORE 1 FLAGS (" + numbered("k", 1000) + ")")).flags()).hasSize(1000);
    }

    private static String numbered(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> word + i).collect(Collectors.joining(" "));
    }

    @Test
    void namesInUtf8() {                                                    // RFC 6855 section 3, RFC 9051 section 5.1
        Enabled utf8 = Enabled.NOTHING.with("IMAP4REV2");
        String octets = new String("a SELECT \"Entw\u00fcrfe & Co\"".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(ImapParser.parse(CommandText.of(octets), utf8)).isEqualTo(new ParsedCommand.Command("a",
                new ImapCommand.Select(mailbox("Entw\u00fcrfe & Co"), SelectParameters.NONE)));
        assertThat(ImapParser.parse(CommandText.of(octets))).isInstanceOf(ParsedCommand.BadCommand.class);
        assertThat(ImapParser.parse(CommandText.of("a SELECT \"\u00fc\""), utf8)).isInstanceOf(ParsedCommand.BadCommand.class);
        assertThat(ImapParser.parse(CommandText.of("a SELECT &APw-"), utf8)).as("taken as it stands").isEqualTo(
                new ParsedCommand.Command("a", new ImapCommand.Select(mailbox("&APw-"), SelectParameters.NONE)));
    }

    @Property(tries = 500)
    void garbageIsOnlyEverBad(@ForAll byte[] garbage) {
        assertThat(ImapParser.parse(new CommandText(garbage))).isNotNull();
    }

    @Property(tries = 500)
    void damagedCommandsNeverThrow(@ForAll int position, @ForAll byte octet) {
        for (String line : List.of("a UID FETCH 1:*,5 (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (A \"b\")]<0.9>)",
                "a SEARCH CHARSET UTF-8 OR (1:3 NOT TEXT {2}\r\nab) UID 4", "a APPEND {5}\r\nINBOX (\\Seen) \" 7-Feb-1994 21:52:25 -0800\" {7+}")) {
            byte[] octets = CommandText.of(line).octets();
            octets[Math.floorMod(position, octets.length)] = octet;
            assertThat(ImapParser.parse(new CommandText(octets)).tag()).isNotEmpty();
        }
    }
}
