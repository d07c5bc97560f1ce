package org.sterna.protocols.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StsRecordTest {                                            // RFC 8461 section 3.1
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "v=STSv1; id=20160831085700Z;     | 20160831085700Z",
        "v=STSv1;id=a                     | a",
        "v=STSv1 ;  x=y ; id=1 ; id=2     | 1",
        "v=STSv1; id=12345678901234567890123456789012; a.b-c_d=!~/ | 12345678901234567890123456789012",
    })
    void recordsAreRead(String text, String id) {
        assertThat(StsRecord.of(List.of(text.strip()))).contains(new StsRecord(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=STSv1", "v=STSv1;", "v=STSv1; id=", "v=STSv1; id=a-b", "v=STSv1; id=123456789012345678901234567890123", "V=STSv1; id=a", "v=STSv2; id=a",
        "id=a; v=STSv1", " v=STSv1; id=a", "v=STSv1; id=a;;", "v=STSv1; id=a; x", "v=STSv1; ID=a", "v=STSv1; id=a; x=y=z", "v=STSv1; id=\u00e4", "v=STSv10; id=a"})
    void anythingElseIsNone(String text) {
        assertThat(StsRecord.of(List.of(text))).isEmpty();
    }

    @Test
    void twoAreNone() {
        assertThat(StsRecord.of(List.of("v=STSv1; id=a", "v=STSv1; id=a"))).isEmpty();
        assertThat(StsRecord.of(List.of("v=spf1 -all", "v=STSv1; id=a"))).contains(new StsRecord("a"));
        assertThat(StsRecord.of(List.of())).isEmpty();
    }
}
