package io.picket.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "The 2 QUICK Brown-Foxes|the,2,quick,brown,foxes",
                "don't can’t|don't,can’t",
                "'quoted' end.|quoted,end",
                "3.14 1,000;2 1:2|3.14,1;000;2,1,2",
                "foo.bar foo:bar a_b foo..bar|foo.bar,foo:bar,a_b,foo,bar",
                "v1.2 a.1 1.a 3.14abc|v1.2,a,1,1,a,3.14abc",
                "_x_ ___ __init__|_x_,__init__",
                "C:\\Windows\\System32\\cmd.exe|c,windows,system32,cmd.exe",
                "Invoke-Mimikatz -Foo:$bar|invoke,mimikatz,foo,bar",
                "user@example.com|user,example.com",
                "[System.Reflection.Assembly]::Load(|system.reflection.assembly,load",
                "漢字かな|漢,字,か,な",
                "カタカナabc ｶﾅ|カタカナ,abc,ｶﾅ",
                "カ_a|カ_a",
                "สวัสดี โลก|สวัสดี,โลก",
                "안녕하세요 세계|안녕하세요,세계",
                "e\u0301te\u0301 x\u200Dy|e\u0301te\u0301,x\u200Dy",
                "ÄRGER ΣΑΣ İ|ärger,σασ,i",
                "צה\"ל ג' ג'ירפה|צה\"ל,ג',ג'ירפה",
                "№5 ½ Ⅷ|5,ⅷ",
                "😀 a😀b|a,b",
                "𝐀b 𠀀𠀁|𝐀b,𠀀,𠀁",
                "a\u0660\u066B\u0661|a\u0660\u066B\u0661",
                "--- ... ''|``",
            })
    void text_isCutAtWordBoundaries(String text, String words) {
        List<String> expected = words.isEmpty() ? List.of() : List.of(words.split(","));
        assertThat(Words.of(text))
                .isEqualTo(expected.stream()
                        .map(w -> w.equals("1;000;2") ? "1,000;2" : w)
                        .toList());
    }

    @Test
    void longWord_isCut() {
        assertThat(Words.of("x".repeat(600))).extracting(String::length).containsExactly(255, 255, 90);
        assertThat(Words.of("y" + "𝐀".repeat(200))).extracting(String::length).containsExactly(255, 146);
        assertThat(Words.of("x".repeat(254) + ".y")).extracting(String::length).containsExactly(254, 1);
    }

    @Test
    void anyCharacters_areSafeAndCoverNoGapTwice() {
        for (int c = 0; c < 0x11000; c++) {
            String text = "a" + new String(Character.toChars(c)) + "b\uD800";
            assertThat(String.join("", Words.of(text)).length()).isLessThanOrEqualTo(text.length());
        }
    }
}
