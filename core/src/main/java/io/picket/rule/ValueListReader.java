package io.picket.rule;

import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.IpAddress;
import io.picket.condition.TextSet;
import io.picket.condition.ValueList;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value list: one value a line, as Kibana imports them ({@code .txt}, or {@code .csv} of one column, quotes
 * optional). A line that is no value of the list's type is noted and left out; the others count.
 */
public final class ValueListReader {

    /** Most values that are kept. */
    public static final int VALUES_MAX = 20_000_000;

    private static final List<String> TYPES = List.of(
            "binary",
            "boolean",
            "byte",
            "date",
            "date_nanos",
            "date_range",
            "double",
            "double_range",
            "float",
            "float_range",
            "half_float",
            "integer",
            "integer_range",
            "ip",
            "ip_range",
            "keyword",
            "long",
            "long_range",
            "short",
            "text");

    private final String type;
    private final ProblemList problems;

    private ValueListReader(String type, ProblemList problems) {
        this.type = type;
        this.problems = problems;
    }

    /** Whether Kibana has lists of this type. */
    public static boolean isType(String type) {
        return TYPES.contains(type);
    }

    /** The type a list seems to be of, told from its first lines: {@code ip_range} if they are addresses, else {@code keyword}. */
    public static String likelyType(String text) {
        List<String> first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(100)
                .toList();
        boolean addresses = !first.isEmpty()
                && first.stream().allMatch(line -> Cidr.parse(line.split("[-,]", 2)[0].strip()) != null);
        return addresses ? "ip_range" : "keyword";
    }

    /**
     * Reads a list.
     *
     * @param id as exception items name it
     * @param type as Kibana names the types of lists: {@code keyword}, {@code ip}, {@code ip_range}, {@code text} …
     */
    public static Read<ValueList> read(String id, String type, SourceText source) {
        ProblemList problems = new ProblemList(source);
        if (!TYPES.contains(type)) {
            problems.error(
                    "LIST-004",
                    Span.at(0),
                    "A value list cannot be of type '" + KeyReader.shortened(type) + "'.",
                    NearestWord.to(type, TYPES)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Use keyword, ip, ip_range or text."));
            return Read.failed(problems.all());
        }
        ValueListReader reader = new ValueListReader(type, problems);
        ValueList list = switch (type) {
            case "ip", "ip_range" -> new ValueList.Addresses(id, CidrSet.of(reader.addresses(source.text())));
            case "text" -> new ValueList.Texts(id, TextSet.of(reader.words(source.text())));
            default -> new ValueList.Words(id, reader.words(source.text()));
        };
        return problems.read(list);
    }

    private List<Cidr> addresses(String text) {
        List<Cidr> addresses = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = lineEnd(text, at);
            String value = value(text, at, end);
            if (!value.isEmpty()) {
                Cidr range = range(value);
                if (range == null) {
                    wrong(at, end, value, "an address, a block (10.0.0.0/8) or a range (10.0.0.1-10.0.0.9)");
                } else if (hasRoom(addresses.size(), at)) {
                    addresses.add(range);
                }
            }
            at = end + 1;
        }
        return addresses;
    }

    private static @Nullable Cidr range(String value) {
        int dash = value.indexOf('-');
        if (dash < 0) {
            return Cidr.parse(value);
        }
        IpAddress first = IpAddress.parse(value.substring(0, dash).strip());
        IpAddress last = IpAddress.parse(value.substring(dash + 1).strip());
        return first == null || last == null || first.compareTo(last) > 0 ? null : new Cidr(first, last);
    }

    private Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        for (int at = 0; at < text.length(); ) {
            int end = lineEnd(text, at);
            String value = value(text, at, end);
            if (!value.isEmpty()) {
                String wanted = wanted(value);
                if (!wanted.isEmpty()) {
                    wrong(at, end, value, wanted);
                } else if (hasRoom(words.size(), at)) {
                    words.add(value);
                }
            }
            at = end + 1;
        }
        return words;
    }

    /** What a value of the list's type looks like, if this one does not; empty if it does. */
    private String wanted(String value) {
        return switch (type) {
            case "byte", "short", "integer", "long" -> NumberWord.read(value) instanceof Long ? "" : "a whole number";
            case "float", "half_float", "double" -> NumberWord.read(value) == null ? "a number" : "";
            case "integer_range", "long_range", "float_range", "double_range" -> {
                int dash = value.indexOf('-', 1);
                boolean range = dash > 0
                        && NumberWord.read(value.substring(0, dash)) != null
                        && NumberWord.read(value.substring(dash + 1)) != null;
                yield range ? "" : "a range such as 1-3";
            }
            case "date_range" -> value.indexOf(',') > 0 ? "" : "two dates with a comma between them";
            case "boolean" -> value.equals("true") || value.equals("false") ? "" : "true or false";
            default -> "";
        };
    }

    private boolean hasRoom(int values, int at) {
        if (values < VALUES_MAX) {
            return true;
        }
        if (!problems.failed()) {
            problems.error(
                    "LIST-005", Span.at(at), "The list has more than " + VALUES_MAX + " values.", "Split the list.");
        }
        return false;
    }

    private void wrong(int at, int end, String value, String wanted) {
        problems.warning(
                "LIST-001",
                new Span(at, end),
                "'" + KeyReader.shortened(value) + "' is not " + wanted + "; the line is left out.",
                "Correct it, or remove the line.");
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static String value(String text, int from, int end) {
        String value = text.substring(from, end).strip();
        if (from == 0 && value.startsWith("\uFEFF")) {
            value = value.substring(1);
        }
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replace("\"\"", "\"") : value;
    }
}
