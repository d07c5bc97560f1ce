package org.sterna.platform.access.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class PortionedOutputTest {
    private final List<ByteString> written = new ArrayList<>();
    private final PortionedOutput output = new PortionedOutput(written::add);

    @Test
    void aListingLargerThanTheConnectionsQueueWaitsForTheClient() {
        byte[] listing = new byte[10 * PortionedOutput.PORTION + 1];
        listing[listing.length - 1] = 7;
        output.write(listing);
        assertThat(octets()).isEqualTo(PortionedOutput.PORTION);
        assertThat(output.ready()).isFalse();
        for (int drained = 1; drained <= 10; drained++) {
            output.drained();
            assertThat(octets()).isEqualTo(Math.min(listing.length, (drained + 1) * PortionedOutput.PORTION));
        }
        assertThat(output.ready()).isTrue();
        assertThat(written.get(written.size() - 1)).isEqualTo(ByteString.fromInts(7));
    }

    @Test
    void whatIsNotWantedYetIsNotMadeYet() {
        List<Integer> made = new ArrayList<>();
        output.write(IntStream.range(0, 40).mapToObj(number -> {
            made.add(number);
            return new byte[PortionedOutput.PORTION / 4];
        }).iterator());
        output.write(new byte[] {7});
        for (int drained = 1; drained < 10; drained++) {
            assertThat(made).hasSizeLessThanOrEqualTo(4 * drained + 1);
            assertThat(octets()).isEqualTo(drained * PortionedOutput.PORTION);
            assertThat(output.ready()).isFalse();
            output.drained();
        }
        output.drained();
        assertThat(made).hasSize(40);
        assertThat(octets()).isEqualTo(10 * PortionedOutput.PORTION + 1);
        assertThat(written.get(written.size() - 1)).as("in order").isEqualTo(ByteString.fromInts(7));
        assertThat(output.ready()).isTrue();
    }

    @Test
    void smallRepliesAreWrittenAtOnceUntilTheClientStopsReading() {
        for (int i = 0; i < PortionedOutput.PORTION; i++) {
            assertThat(output.ready()).isTrue();
            output.write(new byte[] {1});
        }
        assertThat(octets()).isEqualTo(PortionedOutput.PORTION);
        assertThat(output.ready()).isFalse();
        output.drained();
        assertThat(output.ready()).isTrue();
    }

    private int octets() {
        return written.stream().mapToInt(ByteString::size).sum();
    }
}
