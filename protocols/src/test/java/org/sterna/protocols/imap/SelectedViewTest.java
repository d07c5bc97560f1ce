package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SelectedViewTest {
    private static SelectedView view(int... uids) {
        return new SelectedView(uids, 1000);
    }

    private static SequenceSet set(String text) {
        ImapCommand.Expunge parsed = (ImapCommand.Expunge) ((ParsedCommand.Command)
                ImapParser.parse(CommandText.of("a UID EXPUNGE " + text))).command();
        return parsed.uids().orElseThrow();
    }

    @Test
    void expungesShiftTheNumbersBehindThem() {                              // RFC 3501 section 7.4.1, its example
        SelectedView view = view(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
        for (long uid : new long[] {12, 13, 16, 20}) {
            view.expunged(uid);
        }
        assertThat(view.isExpunged(12)).isTrue();
        assertThat(view.announce(SelectedView.Moment.NO_EXPUNGE)).isEmpty();
        assertThat(view.exists()).isEqualTo(11);
        assertThat(view.announce(SelectedView.Moment.ANY)).containsExactly(new ViewUpdate.Expunged(3),
                new ViewUpdate.Expunged(3), new ViewUpdate.Expunged(5), new ViewUpdate.Expunged(8));
        assertThat(view.exists()).isEqualTo(7);
        assertThat(view.uidAt(3)).isEqualTo(14);
        assertThat(view.sequenceOf(12)).isEmpty();
    }

    @Test
    void newMessagesAndFlags() {
        SelectedView view = view(1, 2);
        view.added(1000);
        view.added(1001);
        view.expunged(1001);
        view.flagsChanged(2);
        view.flagsChanged(1000);
        assertThat(view.exists()).as("not announced yet").isEqualTo(2);
        assertThat(view.hasNews(SelectedView.Moment.NO_EXPUNGE)).isTrue();
        assertThat(view.announce(SelectedView.Moment.NO_EXPUNGE)).containsExactly(new ViewUpdate.Exists(3),
                new ViewUpdate.Recent(1), new ViewUpdate.FlagsChanged(2, 2), new ViewUpdate.FlagsChanged(3, 1000));
        assertThat(view.hasNews(SelectedView.Moment.ANY)).isFalse();
        view.added(1000);
        assertThat(view.hasNews(SelectedView.Moment.ANY)).as("known already").isFalse();
        view.flagsChanged(1);
        view.flagsAnnounced(1);
        assertThat(view.announce(SelectedView.Moment.ANY)).isEmpty();
    }

    @Test
    void uidsAreUnsigned() {
        SelectedView view = view(1, (int) 3_000_000_000L);
        view.added(4_294_967_295L);
        view.announce(SelectedView.Moment.ANY);
        assertThat(view.uidAt(2)).isEqualTo(3_000_000_000L);
        assertThat(view.sequenceOf(4_294_967_295L)).hasValue(3);
        assertThatThrownBy(() -> view(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resolvesSets() {
        SelectedView view = view(5, 7, 9, 11);
        assertThat(view.resolve(set("2:3,1"), Numbering.SEQUENCE)).contains(new int[] {1, 2, 3});
        assertThat(view.resolve(set("*:2"), Numbering.SEQUENCE)).contains(new int[] {2, 3, 4});
        assertThat(view.resolve(set("3:5"), Numbering.SEQUENCE)).isEmpty();
        assertThat(view.resolve(set("1:8,100:200"), Numbering.UID)).contains(new int[] {1, 2});
        assertThat(view.resolve(set("*"), Numbering.UID)).contains(new int[] {4});
        assertThat(view.resolve(set("500:*"), Numbering.UID)).as("RFC 3501 section 6.4.8").contains(new int[] {4});
        assertThat(view().resolve(set("1:*"), Numbering.SEQUENCE)).contains(new int[0]);
    }

    @Test
    void whenExpungeMayBeSent() {                                           // RFC 3501 section 7.4.1
        for (String line : List.of("FETCH 1 ALL", "STORE 1 FLAGS ()", "SEARCH ALL")) {
            assertThat(moment("a " + line)).isEqualTo(SelectedView.Moment.NO_EXPUNGE);
            assertThat(moment("a UID " + line)).isEqualTo(SelectedView.Moment.ANY);
        }
        assertThat(moment("a NOOP")).isEqualTo(SelectedView.Moment.ANY);
    }

    private static SelectedView.Moment moment(String line) {
        return SelectedView.during(((ParsedCommand.Command) ImapParser.parse(CommandText.of(line))).command());
    }

    @Test
    void aClientThatFollowsTheResponsesAgreesWithTheView() {
        Random random = new Random(7);
        SelectedView view = view();
        TreeSet<Long> mailbox = new TreeSet<>();
        List<Long> client = new ArrayList<>();
        List<Long> arrivals = new ArrayList<>();
        long next = 1;
        for (int step = 0; step < 5000; step++) {
            int dice = random.nextInt(10);
            if (dice < 5) {
                view.added(next);
                mailbox.add(next);
                arrivals.add(next++);
            } else if (dice < 8 && !mailbox.isEmpty()) {
                long uid = mailbox.stream().skip(random.nextInt(mailbox.size())).findFirst().orElseThrow();
                mailbox.remove(uid);
                arrivals.remove(uid);
                view.expunged(uid);
            } else {
                SelectedView.Moment moment = SelectedView.Moment.values()[random.nextInt(2)];
                for (ViewUpdate update : view.announce(moment)) {
                    if (update instanceof ViewUpdate.Expunged expunged) {
                        client.remove((int) expunged.sequence() - 1);
                    } else if (update instanceof ViewUpdate.Exists exists) {
                        client.addAll(arrivals);
                        arrivals.clear();
                        assertThat(exists.messages()).isEqualTo(client.size());
                    }
                }
                assertThat(client).hasSize(view.exists());
                for (int i = 0; i < client.size(); i++) {
                    assertThat(view.uidAt(i + 1L)).isEqualTo(client.get(i));
                }
                if (moment == SelectedView.Moment.ANY) {
                    assertThat(client).containsExactlyElementsOf(mailbox);
                }
            }
        }
    }
}
