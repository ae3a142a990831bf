package io.picket.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random documents over a small set of keys, so that fields are met nested, dotted, repeated and in arrays. */
final class RandomJson {

    /** The keys; some are prefixes of others' bytes, some longer than a word, one empty. */
    static final List<String> KEYS = List.of(
            "a",
            "b",
            "host",
            "name",
            "hostname",
            "hostnames",
            "entity_id",
            "network_interface",
            "network_interfaces",
            "é",
            "日本",
            "",
            "x.y",
            "host.name",
            "a.b",
            ".a",
            "a.",
            "a..b",
            "_id",
            "_index",
            "_source");

    static final FieldTable FIELDS = fields();

    private final Random random;
    private final Random values;
    private final StringBuilder out = new StringBuilder();

    RandomJson(Random random) {
        this(random, random);
    }

    /** Documents whose keys and kinds of values come from one source of chance and whose texts and numbers from another. */
    RandomJson(Random random, Random values) {
        this.random = random;
        this.values = values;
    }

    private static FieldTable fields() {
        FieldTable.Builder builder = FieldTable.builder();
        for (String one : List.of("a", "b", "host", "entity_id", "network_interface", "é", "", "_id", "a.b.host")) {
            builder.add(one, 8);
            for (String two : List.of("a", "name", "hostname", "network_interfaces", "日本", "", "x.y")) {
                builder.add(one + "." + two, one.length() == 1 ? 1024 : 3);
            }
        }
        return builder.build();
    }

    /** A document, well-formed but for broken pairs of surrogates in escapes. */
    byte[] document() {
        out.setLength(0);
        blank();
        object(1 + random.nextInt(5));
        blank();
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A document with a few bytes changed, dropped, doubled or put in, or its end cut off. */
    byte[] damaged() {
        return damaged(document());
    }

    byte[] damaged(byte[] document) {
        byte[] bytes = document;
        for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 1; times--) {
            int at = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, at + 1 + random.nextInt(4));
            bytes = switch (random.nextInt(5)) {
                case 0 -> Arrays.copyOf(bytes, at);
                case 1 -> join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
                case 2 -> join(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
                case 3 -> join(join(Arrays.copyOf(bytes, at), odd()), Arrays.copyOfRange(bytes, at, bytes.length));
                default -> join(join(Arrays.copyOf(bytes, at), odd()), Arrays.copyOfRange(bytes, to, bytes.length));
            };
        }
        return bytes;
    }

    private byte[] odd() {
        List<String> syntax = List.of(
                "{", "}", "[", "]", "\"", "\\", ",", ":", "0", "-", "+", ".", "e", "t", "null", "\\u", "\\uD83D", "\n",
                "\t", "\f", "\u0000", "\u007f", "\u00a0", "\ufeff", "/", "NaN", "'");
        if (random.nextInt(3) > 0) {
            return syntax.get(random.nextInt(syntax.size())).getBytes(StandardCharsets.UTF_8);
        }
        byte[] high = new byte[1 + random.nextInt(4)];
        for (int i = 0; i < high.length; i++) {
            high[i] = (byte) (0x80 + random.nextInt(0x80));
        }
        return high;
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    private void object(int depth) {
        out.append('{');
        blank();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text(KEYS.get(random.nextInt(KEYS.size())), random);
            blank();
            out.append(':');
            blank();
            value(depth - 1);
            blank();
            if (i > 0) {
                out.append(',');
                blank();
            }
        }
        out.append('}');
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 0 ? 12 : 7)) {
            case 0 -> number();
            case 1 -> out.append("true");
            case 2 -> out.append("false");
            case 3 -> out.append("null");
            case 4 -> out.append(random.nextBoolean() ? "{}" : "[]");
            case 5, 6 -> text(word(), values);
            case 7 -> array(depth);
            default -> object(depth);
        }
    }

    private void array(int depth) {
        out.append('[');
        blank();
        for (int i = random.nextInt(4); i >= 0; i--) {
            value(depth - 1);
            blank();
            if (i > 0) {
                out.append(',');
                blank();
            }
        }
        out.append(']');
    }

    private void number() {
        out.append(List.of(
                        "0",
                        "-0",
                        "1",
                        "443",
                        "-17",
                        "9223372036854775807",
                        "9223372036854775808",
                        "1.5",
                        "0.10",
                        "1e5",
                        "1E+400",
                        "2e-7",
                        "123456789012345678901234567890",
                        "0.1234567890123456789",
                        "1e99999999999")
                .get(values.nextInt(15)));
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = values.nextInt(14); i > 0; i--) {
            switch (values.nextInt(12)) {
                case 0 -> word.append("é");
                case 1 -> word.append("日");
                case 2 -> word.append("😀");
                case 3 -> word.append("\"\\/\b\n\r\t\f\u0001".charAt(values.nextInt(9)));
                case 4 -> word.append("\u007f\u0800\uffff\ue000\u07ff".charAt(values.nextInt(5)));
                case 5 -> word.append(values.nextBoolean() ? '\ud83d' : '\ude00');
                default -> word.append((char) (' ' + values.nextInt(95)));
            }
        }
        return word.toString();
    }

    private void text(String text, Random random) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))
                    && random.nextBoolean();
            if (pair) {
                out.append(c).append(text.charAt(++i));
            } else if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c) || random.nextInt(20) == 0) {
                escape(c, random);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void escape(char c, Random random) {
        int simple = "\"\\/\b\n\r\t\f".indexOf(c);
        if (simple >= 0 && random.nextBoolean()) {
            out.append('\\').append("\"\\/bnrtf".charAt(simple));
        } else {
            out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
        }
    }

    private void blank() {
        if (random.nextInt(12) == 0) {
            out.append(" \n\r\t".charAt(random.nextInt(4)));
        }
    }
}
