package org.sterna.protocols.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", " { \"a\" : [ 1 , -2.5e3 , true , false , null , \"x\\u0041\\n\" ] , \"b\" : { } } ", "{\"a\":[[[[]]]]}"})
    void jsonIsRead(String text) {
        assertThat(Json.object(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":01}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}", "{\"a\":tru}", "{\"a\":1e9999}", "{\"a\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}"})
    void whatIsNoJsonIsRefused(String text) {
        assertThat(Json.object(text)).isEmpty();
    }

    @Test
    void jsonGivesTheValues() {
        assertThat(Json.object("{\"a\":\"\\u00e9\\/\\\"\",\"b\":[true]}").orElseThrow()).containsEntry("a", "\u00e9/\"").containsEntry("b", List.of(true));
    }

    @Test
    void whatIsWrittenIsRead() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text \"\\ \u00e9\n\ud83d\ude00", List.of("", List.of(), Map.of()));
        value.put("number", new BigDecimal("12"));
        value.put("nothing", Json.NULL);
        value.put("flag", false);
        String written = Json.write(value);
        assertThat(written).isEqualTo("{\"text \\\"\\\\ \\u00e9\\u000a\\ud83d\\ude00\":[\"\",[],{}],\"number\":12,\"nothing\":null,\"flag\":false}");
        assertThat(Json.object(written).orElseThrow()).isEqualTo(value);
        assertThatThrownBy(() -> Json.write(Map.of("a", 1.5f))).hasMessageContaining("1.5");
    }
}
