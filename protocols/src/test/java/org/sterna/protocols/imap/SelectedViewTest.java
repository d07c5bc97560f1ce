package org.sterna.protocols.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SelectedViewTest {
    /** A state of a mailbox as a sorted map would have it. */
    private record Plain(TreeMap<Long, Long> modSeqs, long highestModSeq) implements MessageIndex {
        static Plain of(long highest, long... uids) {
            TreeMap<Long, Long> modSeqs = new TreeMap<>();
            for (long uid : uids) {
                modSeqs.put(uid, 1L);
            }
            return new Plain(modSeqs, highest);
        }

        Plain with(long uid) {
            TreeMap<Long, Long> next = new TreeMap<>(modSeqs);
            next.put(uid, highestModSeq + 1);
            return new Plain(next, highestModSeq + 1);
        }

        Plain without(long... uids) {
            TreeMap<Long, Long> next = new TreeMap<>(modSeqs);
            for (long uid : uids) {
                next.remove(uid);
            }
            return new Plain(next, highestModSeq + 1);
        }

        @Override
        public int size() {
            return modSeqs.size();
        }

        @Override
        public long uid(int index) {
            return modSeqs.keySet().stream().skip(index).findFirst().orElseThrow();
        }

        @Override
        public int indexOf(long uid) {
            return modSeqs.containsKey(uid) ? insertion(uid) : -1;
        }

        @Override
        public int insertion(long uid) {
            return modSeqs.headMap(uid).size();
        }

        @Override
        public void since(MessageIndex before, Difference told) {
            TreeMap<Long, Long> all = new TreeMap<>(((Plain) before).modSeqs);
            all.putAll(modSeqs);
            for (long uid : all.keySet()) {
                Long then = ((Plain) before).modSeqs.get(uid);
                Long now = modSeqs.get(uid);
                if (now == null) {
                    told.removed(uid);
                } else if (then == null) {
                    told.added(uid, now);
                } else if (!then.equals(now)) {
                    told.changed(uid, now);
                }
            }
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private static SequenceSet set(String text) {
        ImapCommand.Expunge parsed = (ImapCommand.Expunge) ((ParsedCommand.Command)
                ImapParser.parse(CommandText.of("a UID EXPUNGE " + text))).command();
        return parsed.uids().orElseThrow();
    }

    /** Updates as one line, in which arrays compare. */
    private static String show(List<ViewUpdate> updates) {
        StringBuilder text = new StringBuilder();
        for (ViewUpdate update : updates) {
            text.append(text.isEmpty() ? "" : " | ");
            if (update instanceof ViewUpdate.Expunged expunged) {
                text.append("expunged ").append(Arrays.toString(expunged.sequences()));
            } else if (update instanceof ViewUpdate.FlagsChanged changed) {
                text.append("flags ").append(Arrays.toString(changed.sequences()));
            } else if (update instanceof ViewUpdate.Vanished vanished) {
                text.append("vanished ").append(SequenceSet.print(vanished.uids()));
            } else if (update instanceof ViewUpdate.Exists exists) {
                text.append("exists ").append(exists.messages());
            } else if (update instanceof ViewUpdate.Recent recent) {
                text.append("recent ").append(recent.messages());
            }
        }
        return text.toString();
    }

    private static String announce(SelectedView view, SelectedView.Moment moment) {
        return show(view.announce(moment, Enabled.NOTHING));
    }

    @Test
    void expungesShiftTheNumbersBehindThem() {                              // RFC 3501 section 7.4.1, its example
        Plain before = Plain.of(1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
        SelectedView view = new SelectedView(before, 1000);
        Plain after = before.without(12, 13, 16, 20);
        view.follow(after);
        assertThat(announce(view, SelectedView.Moment.NO_EXPUNGE)).isEmpty();
        assertThat(view.exists()).isEqualTo(11);
        assertThat(view.uidAt(3)).isEqualTo(12);
        assertThat(view.sequenceOf(12)).hasValue(3);
        assertThat(announce(view, SelectedView.Moment.ANY)).isEqualTo("expunged [3, 3, 5, 8]");
        assertThat(view.exists()).isEqualTo(7);
        assertThat(view.uidAt(3)).isEqualTo(14);
        assertThat(view.sequenceOf(12)).isEmpty();
    }

    @Test
    void vanishedTakesThePlaceOfExpunge() {                                 // RFC 7162 section 3.2.10
        Plain before = Plain.of(1, 1, 2, 3, 4, 7, 9);
        for (String name : List.of("QRESYNC", "UIDONLY")) {
            SelectedView view = new SelectedView(before, 1);
            view.follow(before.without(1, 2, 3, 7));
            assertThat(show(view.announce(SelectedView.Moment.ANY, Enabled.NOTHING.with(name).with("IMAP4REV2"))))
                    .isEqualTo("vanished 1:3,7");
        }
    }

    @Test
    void newMessagesAndFlags() {
        Plain state = Plain.of(1, 1, 2);
        SelectedView view = new SelectedView(state, 1000);
        view.follow(state.with(1000).with(1001).without(1001).with(2).with(1000));
        assertThat(view.exists()).as("not announced yet").isEqualTo(2);
        assertThat(view.hasNews(SelectedView.Moment.NO_EXPUNGE)).isTrue();
        assertThat(announce(view, SelectedView.Moment.NO_EXPUNGE)).isEqualTo("exists 3 | recent 1 | flags [2]");
        assertThat(view.hasNews(SelectedView.Moment.ANY)).isFalse();
        assertThat(announce(view, SelectedView.Moment.ANY)).isEmpty();
        SelectedView rev2 = new SelectedView(state, 1000);
        rev2.follow(state.with(1000));
        assertThat(show(rev2.announce(SelectedView.Moment.ANY, Enabled.NOTHING.with("IMAP4REV2")))).isEqualTo("exists 3");
    }

    @Test
    void uidsAreUnsigned() {
        Plain state = Plain.of(1, 1, 3_000_000_000L);
        SelectedView view = new SelectedView(state, 1000);
        view.follow(state.with(4_294_967_295L));
        announce(view, SelectedView.Moment.ANY);
        view.follow(state.with(4_294_967_295L).without(3_000_000_000L));
        announce(view, SelectedView.Moment.NO_EXPUNGE);
        assertThat(view.uidAt(2)).isEqualTo(3_000_000_000L);
        assertThat(view.sequenceOf(4_294_967_295L)).hasValue(3);
        assertThat(view.resolve(set("*"), Numbering.UID)).contains(new int[] {3});
    }

    @Test
    void resolvesSets() {
        SelectedView view = new SelectedView(Plain.of(1, 5, 7, 9, 11), 1000);
        assertThat(view.resolve(set("2:3,1"), Numbering.SEQUENCE)).contains(new int[] {1, 2, 3});
        assertThat(view.resolve(set("*:2"), Numbering.SEQUENCE)).contains(new int[] {2, 3, 4});
        assertThat(view.resolve(set("3:5"), Numbering.SEQUENCE)).isEmpty();
        assertThat(view.resolve(set("1:8,100:200"), Numbering.UID)).contains(new int[] {1, 2});
        assertThat(view.resolve(set("*"), Numbering.UID)).contains(new int[] {4});
        assertThat(view.resolve(set("500:*"), Numbering.UID)).as("RFC 3501 section 6.4.8").contains(new int[] {4});
        assertThat(view.ranges(set("1:*"), Numbering.UID)).contains(List.of(new NumberRange(1, 4)));
        assertThat(new SelectedView(Plain.of(1), 1).resolve(set("1:*"), Numbering.SEQUENCE)).contains(new int[0]);
    }

    @Test
    void theSavedResultFollowsExpunges() {                                  // RFC 5182 section 2.1
        Plain state = Plain.of(1, 5, 7, 9, 11);
        SelectedView view = new SelectedView(state, 1000);
        assertThat(view.resolve(SequenceSet.SAVED, Numbering.UID)).contains(new int[0]);
        view.save(SequenceSet.rangesOf(5, 9, 11));
        assertThat(view.resolve(SequenceSet.SAVED, Numbering.SEQUENCE)).contains(new int[] {1, 3, 4});
        view.follow(state.without(5, 11));
        announce(view, SelectedView.Moment.ANY);
        assertThat(view.resolve(SequenceSet.SAVED, Numbering.UID)).contains(new int[] {2});
    }

    @Test
    void whenExpungeMayBeSent() {                                           // RFC 9051 section 7.5.1
        for (String line : List.of("FETCH 1 ALL", "STORE 1 FLAGS ()", "SEARCH ALL", "SORT (DATE) UTF-8 ALL", "THREAD REFERENCES UTF-8 ALL")) {
            assertThat(moment("a " + line)).isEqualTo(SelectedView.Moment.NO_EXPUNGE);
            assertThat(moment("a UID " + line)).isEqualTo(SelectedView.Moment.ANY);
        }
        assertThat(moment("a NOOP")).isEqualTo(SelectedView.Moment.ANY);
    }

    private static SelectedView.Moment moment(String line) {
        return SelectedView.during(((ParsedCommand.Command) ImapParser.parse(CommandText.of(line))).command());
    }

    /** A client that knows nothing but the responses. */
    private static void obey(List<Long> client, List<ViewUpdate> updates, SelectedView view, boolean vanished) {
        for (ViewUpdate update : updates) {
            if (update instanceof ViewUpdate.Expunged expunged) {
                assertThat(vanished).isFalse();
                for (int sequence : expunged.sequences()) {
                    client.remove(sequence - 1);
                }
            } else if (update instanceof ViewUpdate.Vanished gone) {
                client.removeIf(uid -> SequenceSet.contains(gone.uids(), uid));
            } else if (update instanceof ViewUpdate.Exists exists) {
                for (long sequence = client.size() + 1L; sequence <= exists.messages(); sequence++) {
                    client.add(view.uidAt(sequence));
                }
            }
        }
    }

    @Test
    void aClientThatFollowsTheResponsesAgreesWithTheView() {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            Enabled enabled = seed % 2 == 0 ? Enabled.NOTHING : Enabled.NOTHING.with("QRESYNC");
            Plain mailbox = Plain.of(1);
            SelectedView view = new SelectedView(mailbox, 1);
            List<Long> client = new ArrayList<>();
            long next = 1;
            for (int step = 0; step < 300; step++) {
                int dice = random.nextInt(10);
                if (dice < 4) {
                    next += 1 + random.nextInt(2);
                    mailbox = mailbox.with(next);
                } else if (dice < 7 && mailbox.size() > 0) {
                    mailbox = mailbox.without(mailbox.uid(random.nextInt(mailbox.size())));
                } else {
                    view.follow(mailbox);
                    SelectedView.Moment moment = SelectedView.Moment.values()[random.nextInt(2)];
                    obey(client, view.announce(moment, enabled), view, enabled.vanished());
                    assertThat(client).hasSize(view.exists());
                    for (int i = 0; i < client.size(); i++) {
                        assertThat(view.uidAt(i + 1L)).isEqualTo(client.get(i));
                        assertThat(view.sequenceOf(client.get(i))).hasValue(i + 1L);
                    }
                    if (moment == SelectedView.Moment.ANY) {
                        assertThat(client).containsExactlyElementsOf(mailbox.modSeqs().keySet());
                    }
                    assertThat(view.resolve(set("1:*"), Numbering.UID).map(all -> all.length)).isEqualTo(Optional.of(client.size()));
                }
            }
        }
    }
}
