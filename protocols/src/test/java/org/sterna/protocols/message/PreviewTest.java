package org.sterna.protocols.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreviewTest {
    @Test
    void spacesAreCollapsedAndTheUnseenIsLeftOut() {
        assertThat(Preview.ofPlain("  Hello\r\n\tworld\u0000\u200b \u00ad!  ")).isEqualTo("Hello world !");
    }

    @Test
    void fillingOfAdvertisementsIsLeftOut() {
        assertThat(Preview.ofHtml("<p>Sale!" + "&nbsp;&zwnj;".repeat(100) + "&#847; Now</p>")).isEqualTo("Sale! Now");
    }

    @Test
    void joinersInsideOfCharactersStay() {
        assertThat(Preview.ofPlain("\uD83D\uDC69\u200D\uD83D\uDCBB at work")).isEqualTo("\uD83D\uDC69\u200D\uD83D\uDCBB at work");
    }

    @Test
    void quotedLinesShowOnlyIfThereIsNothingElse() {
        assertThat(Preview.ofPlain("> Lunch?\r\n> Today?\r\nYes!\r\n")).isEqualTo("Yes!");
        assertThat(Preview.ofPlain("> Lunch?\r\n")).isEqualTo("> Lunch?");
    }

    @Test
    void referencesToCharactersAreResolved() {
        assertThat(Preview.ofHtml("Caf&eacute; &#8212; &#x201c;d&rsquo;accord&#x201D; &amp;amp; &unknown; &#55296;&#99999999; &#12345678901;"))
                .isEqualTo("Caf\u00e9 \u2014 \u201cd\u2019accord\u201d &amp; &unknown; &#12345678901;");
    }

    @Test
    void itHasAtMost200Characters() {                           // RFC 8970 section 3.3
        String preview = Preview.ofPlain("\uD83D\uDC69 x\u200Dy ".repeat(200));
        assertThat(preview.codePointCount(0, preview.length())).isBetween(190, 200);
    }
}
