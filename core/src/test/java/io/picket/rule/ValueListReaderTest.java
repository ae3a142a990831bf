package io.picket.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.IpAddress;
import io.picket.condition.ValueList;
import io.picket.condition.Words;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueListReaderTest {

    private static Read<ValueList> read(String type, String text) {
        return ValueListReader.read("l", type, SourceText.of("l.txt", text));
    }

    @Test
    void readsAValueALine() {
        ValueList.Words words = (ValueList.Words)
                read("keyword", "\uFEFFa\r\n\n  b c  \n\"d, \"\"e\"\"\"\nb c").orThrow();
        assertThat(words.values()).containsExactlyInAnyOrder("a", "b c", "d, \"e\"");
    }

    @Test
    void readsAddressesBlocksAndRanges() {
        ValueList.Addresses list =
                (ValueList.Addresses) read("ip_range", "10.0.0.0/8\n192.168.0.1-192.168.0.3\n2001:db8::/32\n")
                        .orThrow();
        assertThat(contains(list, "10.255.255.255")).isTrue();
        assertThat(contains(list, "192.168.0.3")).isTrue();
        assertThat(contains(list, "192.168.0.4")).isFalse();
        assertThat(contains(list, "2001:db8:1::1")).isTrue();
    }

    private static boolean contains(ValueList.Addresses list, String address) {
        return list.values().contains(Objects.requireNonNull(IpAddress.parse(address)));
    }

    @Test
    void textsAreComparedByWords() {
        ValueList.Texts list =
                (ValueList.Texts) read("text", "word one more\nother\n...\n").orThrow();
        assertThat(list.values().contains(Words.of("One WORD."))).isTrue();
        assertThat(list.values().contains(Words.of("word other"))).isFalse();
        assertThat(list.values().contains(Words.of("two"))).isFalse();
        assertThat(list.values().contains(Words.of("..."))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ip, 10.0.0.300",
        "ip_range, 10.0.0.9-10.0.0.1",
        "long, 1.5",
        "double, x",
        "integer_range, 5",
        "date_range, 2026-01-01",
        "boolean, yes"
    })
    void aWrongLineIsNotedAndLeftOut(String type, String line) {
        Read<ValueList> read = read(type, "\n" + line + "\n");
        assertThat(read).isInstanceOf(Read.Ok.class);
        Problem problem = read.problems().getFirst();
        assertThat(problem.code()).isEqualTo("LIST-001");
        assertThat(problem.place().line()).isEqualTo(2);
        assertThat(problem.message()).contains(line);
    }

    @Test
    void anUnknownTypeIsRefused() {
        Read<ValueList> read = read("keywrod", "a");
        assertThat(read).isInstanceOf(Read.Failed.class);
        assertThat(read.problems().getFirst().toString()).contains("LIST-004", "Did you mean 'keyword'?");
    }

    /** In about a second on an idle machine; the limit only catches what grows faster than the list. */
    @Test
    @Timeout(60)
    void aMillionBlocksLoad() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            text.append(i >> 16 & 255)
                    .append('.')
                    .append(i >> 8 & 255)
                    .append('.')
                    .append(i & 255)
                    .append(".0/25\n");
        }
        ValueList.Addresses list =
                (ValueList.Addresses) read("ip_range", text.toString()).orThrow();
        assertThat(list.values().size()).isEqualTo(1_000_000);
        assertThat(contains(list, "15.66.63.5")).isTrue();
        assertThat(contains(list, "15.66.63.128")).isFalse();
    }
}
