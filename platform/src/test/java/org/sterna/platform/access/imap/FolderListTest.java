package org.sterna.platform.access.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sterna.persistence.account.SpecialUse;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.ListOptions;
import org.sterna.protocols.imap.ListOptions.Return;
import org.sterna.protocols.imap.ListOptions.Selection;
import org.sterna.protocols.imap.ListPattern;
import org.sterna.protocols.imap.MailboxResponses;

/** The examples are those of RFC 5258 section 5; children are always told of. */
class FolderListTest {
    private static final TestAccount FRUIT = TestAccount.of("Fruit", "Fruit/Apple", "Fruit/Banana", "Tofu", "Vegetable",
            "Vegetable/Broccoli", "Vegetable/Corn").subscribe("INBOX", "Fruit/Banana", "Fruit/Peach", "Vegetable", "Vegetable/Broccoli");

    private static List<String> list(TestAccount account, ListOptions options, String... patterns) {
        FolderList list = new FolderList(account.account(), Stream.of(patterns).map(ListPattern::new).toList(), options);
        while (!list.isDone()) {
            list.advance(1);
        }
        return list.lines().stream().map(line -> new String(MailboxResponses.list(line.entry(), Enabled.NOTHING), StandardCharsets.US_ASCII)
                .replace("* LIST ", "").replace("\r\n", "")).toList();
    }

    private static ListOptions selecting(Selection... selection) {
        return new ListOptions(true, Set.of(selection), Set.of(), Set.of());
    }

    private static ListOptions returning(Return... returns) {
        return new ListOptions(true, Set.of(), Set.of(returns), Set.of());
    }

    @Test
    void allMailboxes() {                                               // example 1
        assertThat(list(FRUIT, ListOptions.BASIC, "*")).containsExactly(
                "(\\HasChildren) \"/\" \"Fruit\"", "(\\HasNoChildren) \"/\" \"Fruit/Apple\"", "(\\HasNoChildren) \"/\" \"Fruit/Banana\"",
                "(\\HasNoChildren) \"/\" \"INBOX\"", "(\\HasNoChildren) \"/\" \"Tofu\"", "(\\HasChildren) \"/\" \"Vegetable\"",
                "(\\HasNoChildren) \"/\" \"Vegetable/Broccoli\"", "(\\HasNoChildren) \"/\" \"Vegetable/Corn\"");
    }

    @Test
    void subscribedNamesNeedNotExist() {                                // example 2
        assertThat(list(FRUIT, selecting(Selection.SUBSCRIBED), "*")).containsExactly(
                "(\\HasNoChildren \\Subscribed) \"/\" \"Fruit/Banana\"", "(\\NonExistent \\HasNoChildren \\Subscribed) \"/\" \"Fruit/Peach\"",
                "(\\HasNoChildren \\Subscribed) \"/\" \"INBOX\"", "(\\HasChildren \\Subscribed) \"/\" \"Vegetable\"",
                "(\\HasNoChildren \\Subscribed) \"/\" \"Vegetable/Broccoli\"");
    }

    @Test
    void returnOptionsAddNoNames() {                                    // example 6
        assertThat(list(FRUIT, new ListOptions(true, Set.of(Selection.REMOTE), Set.of(Return.SUBSCRIBED), Set.of()), "*"))
                .hasSize(8).contains("(\\HasNoChildren \\Subscribed) \"/\" \"Fruit/Banana\"", "(\\HasNoChildren) \"/\" \"Fruit/Apple\"")
                .noneMatch(line -> line.contains("Peach"));
    }

    @Test
    void severalPatternsListANameOnce() {                               // example 7
        TestAccount account = TestAccount.of("Drafts", "Sent", "Sent/March2004", "Sent/December2003");
        assertThat(list(account, selecting(), "INBOX", "Drafts", "Sent/%", "Sent/M*", "")).containsExactly(
                "(\\HasNoChildren) \"/\" \"Drafts\"", "(\\HasNoChildren) \"/\" \"INBOX\"",
                "(\\HasNoChildren) \"/\" \"Sent/December2003\"", "(\\HasNoChildren) \"/\" \"Sent/March2004\"");
    }

    @Test
    void aSubscribedChildIsNotAnyChild() {                              // example 8
        TestAccount account = TestAccount.of("Foo", "Foo/Bar", "Foo/Baz", "Moo");
        TestAccount one = account.subscribe("Foo/Baz");
        assertThat(list(one, selecting(Selection.SUBSCRIBED), "%")).isEmpty();
        assertThat(list(one, selecting(Selection.SUBSCRIBED, Selection.RECURSIVEMATCH), "%"))
                .containsExactly("(\\HasChildren) \"/\" \"Foo\" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
        assertThat(list(one.subscribe("Foo"), selecting(Selection.SUBSCRIBED, Selection.RECURSIVEMATCH), "%"))
                .containsExactly("(\\HasChildren \\Subscribed) \"/\" \"Foo\" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
        assertThat(list(TestAccount.of("Moo").subscribe("Foo/Baz"), selecting(Selection.SUBSCRIBED, Selection.RECURSIVEMATCH), "%"))
                .containsExactly("(\\NonExistent \\HasNoChildren) \"/\" \"Foo\" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
        assertThat(list(account, selecting(Selection.SUBSCRIBED, Selection.RECURSIVEMATCH), "%")).isEmpty();
        assertThat(list(account.subscribe("Foo", "Moo"), selecting(Selection.SUBSCRIBED, Selection.RECURSIVEMATCH), "%"))
                .containsExactly("(\\HasChildren \\Subscribed) \"/\" \"Foo\"", "(\\HasNoChildren \\Subscribed) \"/\" \"Moo\"");
    }

    @Test
    void childrenNeedNotMatchThePattern() {                             // example 9
        TestAccount account = TestAccount.of("foo2", "foo2/bar1", "foo2/bar2", "baz2", "baz2/bar2", "baz2/bar22", "baz2/bar222", "eps2",
                "eps2/mamba", "qux2", "qux2/bar2").subscribe("foo2/bar1", "foo2/bar2", "baz2/bar2", "baz2/bar22", "baz2/bar222", "eps2",
                "eps2/mamba", "qux2/bar2");
        assertThat(list(account, selecting(Selection.SUBSCRIBED, Selection.RECURSIVEMATCH), "*2")).containsExactly(
                "(\\HasNoChildren \\Subscribed) \"/\" \"baz2/bar2\"", "(\\HasNoChildren \\Subscribed) \"/\" \"baz2/bar22\"",
                "(\\HasNoChildren \\Subscribed) \"/\" \"baz2/bar222\"",
                "(\\HasChildren \\Subscribed) \"/\" \"eps2\" (\"CHILDINFO\" (\"SUBSCRIBED\"))",
                "(\\HasChildren) \"/\" \"foo2\" (\"CHILDINFO\" (\"SUBSCRIBED\"))",
                "(\\HasNoChildren \\Subscribed) \"/\" \"foo2/bar2\"", "(\\HasNoChildren \\Subscribed) \"/\" \"qux2/bar2\"");
    }

    @Test
    void childInfoDoesNotMeanChildren() {                               // example 10
        TestAccount account = TestAccount.of("foo").subscribe("foo/bar");
        assertThat(list(account, new ListOptions(true, EnumSet.of(Selection.SUBSCRIBED, Selection.RECURSIVEMATCH), Set.of(Return.CHILDREN),
                Set.of()), "foo")).containsExactly("(\\HasNoChildren) \"/\" \"foo\" (\"CHILDINFO\" (\"SUBSCRIBED\"))");
    }

    @Test
    void specialUsesAreToldAndSelected() {                              // RFC 6154 section 5.2
        TestAccount account = TestAccount.of("ToDo", "Projects").create("SentMail", SpecialUse.SENT).create("MyDrafts", SpecialUse.DRAFTS);
        assertThat(list(account, selecting(Selection.SPECIAL_USE), "*")).containsExactly(
                "(\\HasNoChildren \\Drafts) \"/\" \"MyDrafts\"", "(\\HasNoChildren \\Sent) \"/\" \"SentMail\"");
        assertThat(list(account, returning(Return.SPECIAL_USE), "%")).hasSize(5).contains("(\\HasNoChildren \\Sent) \"/\" \"SentMail\"");
        assertThat(list(account.subscribe("SentMail", "ToDo"), selecting(Selection.SPECIAL_USE, Selection.SUBSCRIBED), "*"))
                .containsExactly("(\\HasNoChildren \\Subscribed \\Sent) \"/\" \"SentMail\"");
    }
}
