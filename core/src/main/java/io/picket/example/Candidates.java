package io.picket.example;

import io.picket.condition.Bound;
import io.picket.condition.Cidr;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyWord;
import io.picket.condition.Condition.Computed;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.InList;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Matches;
import io.picket.condition.Condition.Phrase;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.WordLike;
import io.picket.condition.Conditions;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.condition.Literal;
import io.picket.condition.ValueList;
import io.picket.condition.WildcardPattern;
import io.picket.event.Kind;
import io.picket.match.Scope.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Values that may meet a test of one field, likely and plain ones first, and values that nearly do. Guesses: whoever
 * takes one asks the evaluator.
 */
final class Candidates {

    private static final List<String> FILLINGS =
            List.of("", "x", "a1", "some text", "/a/b", "C:\\a\\b", "0", "-", "A.b", "xyz");
    /** A private network, one for documentation, and one that rules take for the Internet. */
    private static final int[] NETWORKS = {0x0A00_0000, 0xC000_0200, 0x5DB8_D800};

    private static final int LENGTH_MAX = 20_000;
    private static final int NEAR_MAX = 20;

    private Candidates() {}

    /** Values for a test, at most so many; as many where its field's type allows and the test does not name them. */
    static List<Seen> of(Condition test, int most) {
        return switch (test) {
            case Exists(Field field) -> ofType(field, most);
            case In in -> first(in.values(), most, literal -> literal(in.field(), literal));
            case Like like -> filled(like.patterns(), most);
            case Range range -> range(range, most);
            // What moves is fixed before anything is made up.
            case Condition.RangeFromNow range -> List.of();
            case Condition.Until until -> List.of();
            case InBlocks in -> blocks(in.blocks().ranges(), most);
            case AnyWord any -> first(any.words(), most, Candidates::text);
            case Phrase phrase -> List.of(text(String.join(" ", phrase.words())));
            case WordLike like -> filled(List.of(like.pattern()), most);
            case Matches matches -> first(matches.pattern().examples(), most, Candidates::text);
            case Computed computed -> computed(computed, most);
            case InList in -> listed(in, most);
            case Condition.Not(Condition part) -> of(part, most);
            case Condition.Or(List<Condition> parts) -> ofAll(parts, most);
            case Condition.And(List<Condition> parts) -> ofAll(parts, most);
            case Condition.Always always -> List.of();
            case Condition.Never never -> List.of();
            case Condition.Nested nested -> List.of();
            case Condition.AnyField any -> List.of();
        };
    }

    /** Values that the tests of one field in a condition may be met by; at most so many of each test. */
    static Set<Seen> named(Condition condition, Field field, int most) {
        Set<Seen> values = new LinkedHashSet<>();
        named(condition, field, most, values);
        return values;
    }

    private static void named(Condition at, Field field, int most, Set<Seen> into) {
        switch (at) {
            case Condition.And(List<Condition> parts) -> parts.forEach(part -> named(part, field, most, into));
            case Condition.Or(List<Condition> parts) -> parts.forEach(part -> named(part, field, most, into));
            case Condition.Not(Condition part) -> named(part, field, most, into);
            case Condition leaf ->
                Conditions.fields(leaf, asked -> {
                    if (asked.equals(field)) {
                        into.addAll(of(leaf, most));
                    }
                });
        }
    }

    private static List<Seen> ofAll(List<Condition> parts, int most) {
        return parts.stream().flatMap(part -> of(part, most).stream()).toList();
    }

    private static <T> List<Seen> first(Collection<T> all, int most, Function<T, Seen> value) {
        return all.stream().limit(most).map(value).toList();
    }

    /** Values close to those that meet a test: in other letters, one longer, one beyond the bound or block. */
    static List<Seen> near(Condition test) {
        return of(test, NEAR_MAX).stream()
                .flatMap(value -> beside(value).stream())
                .toList();
    }

    private static List<Seen> beside(Seen value) {
        IpAddress address = IpAddress.parse(value.text());
        if (address != null) {
            return List.of(
                    text(next(address, -1).toString()),
                    text(next(address, 1).toString()),
                    text("198.51.100.7"),
                    text("2001:db8::7"));
        }
        return switch (value.kind()) {
            case Kind.TRUE -> List.of(new Seen("false", Kind.FALSE, true));
            case Kind.FALSE -> List.of(new Seen("true", Kind.TRUE, true));
            case Kind.NUMBER ->
                value.text().matches("-?[0-9]{1,17}")
                        ? List.of(whole(Long.parseLong(value.text()) - 1), whole(Long.parseLong(value.text()) + 1))
                        : List.of(
                                decimal(Double.parseDouble(value.text()) - 1),
                                decimal(Double.parseDouble(value.text()) + 1));
            default -> besideText(value.text());
        };
    }

    private static List<Seen> besideText(String text) {
        List<String> texts = List.of(
                text + "x",
                "x" + text,
                text.toUpperCase(Locale.ROOT),
                text.toLowerCase(Locale.ROOT),
                text.isEmpty() ? "x" : text.substring(1),
                "something else");
        return first(texts, texts.size(), Candidates::text);
    }

    /** Texts of patterns: first each with the same in its wildcards, then each with something else. */
    private static List<Seen> filled(List<WildcardPattern> patterns, int most) {
        Set<Seen> texts = new LinkedHashSet<>();
        for (int i = 0; texts.size() < most && i < FILLINGS.size() + most; i++) {
            String filling = i < FILLINGS.size() ? FILLINGS.get(i) : "x" + i;
            int before = texts.size();
            for (WildcardPattern pattern : patterns) {
                texts.add(text(pattern.example(filling)));
                if (texts.size() == most) {
                    break;
                }
            }
            if (texts.size() == before && i > FILLINGS.size()) {
                break;
            }
        }
        return List.copyOf(texts);
    }

    /** Values that a field of this type may have, all different. */
    static List<Seen> ofType(Field field, int most) {
        String stem = field.name().substring(field.name().lastIndexOf('.') + 1);
        return switch (field.type()) {
            case LONG -> numbered(most, n -> whole(n));
            case DOUBLE -> numbered(most, n -> decimal(n + 0.5));
            case BOOLEAN -> List.of(new Seen("true", Kind.TRUE, true), new Seen("false", Kind.FALSE, true));
            case IP ->
                numbered(
                        most,
                        n -> text(IpAddress.v4(NETWORKS[(int) n % NETWORKS.length] + (int) n)
                                .toString()));
            case DATE ->
                numbered(
                        most,
                        n -> text(Instant.ofEpochSecond(1_760_000_000L + n).toString()));
            case VERSION -> numbered(most, n -> text("1." + n + ".0"));
            case GEO_POINT -> numbered(most, n -> text((n % 90) + ",8.5"));
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, TEXT, FLATTENED, NESTED, OBJECT, BINARY, OTHER, UNKNOWN ->
                numbered(most, n -> text(stem + "-" + n));
        };
    }

    private static List<Seen> numbered(int most, LongFunction<Seen> value) {
        return LongStream.rangeClosed(1, most).mapToObj(value).toList();
    }

    private static Seen literal(Field field, Literal literal) {
        return switch (literal) {
            case Literal.Text(String value) -> text(value);
            case Literal.Whole(long value) ->
                field.type() == FieldType.DATE
                        ? text(Instant.ofEpochMilli(value).toString())
                        : whole(value);
            case Literal.Decimal(double value) -> decimal(value);
            case Literal.Bool(boolean value) -> new Seen(Boolean.toString(value), value ? Kind.TRUE : Kind.FALSE, true);
            case Literal.Ip(IpAddress value) -> text(value.toString());
        };
    }

    private static List<Seen> range(Range range, int most) {
        List<Seen> values = new ArrayList<>();
        Bound low = range.low();
        Bound high = range.high();
        if (low != null) {
            values.addAll(from(range.field(), low.value(), low.inclusive() ? 0 : 1, 1, most));
        }
        if (high != null) {
            values.addAll(from(range.field(), high.value(), high.inclusive() ? 0 : 1, -1, most));
        }
        return values;
    }

    /** From a bound on, upwards or downwards. */
    private static List<Seen> from(Field field, Object bound, int first, int sign, int most) {
        return switch (bound) {
            case Long whole
            when field.type() == FieldType.DATE ->
                steps(
                        first,
                        sign,
                        most,
                        n -> text(Instant.ofEpochMilli(whole + n).toString()));
            case Long whole -> steps(first, sign, most, n -> whole(whole + n));
            case Double decimal
            when field.type() == FieldType.LONG ->
                steps(first, sign, most, n -> whole((long) Math.floor(decimal) + n + (sign > 0 ? 1 : 0)));
            case Double decimal -> steps(first, sign, most, n -> decimal(decimal + n));
            case IpAddress address ->
                steps(first, sign, most, n -> text(next(address, n).toString()));
            default -> {
                String text = bound.toString();
                List<String> texts = List.of(text, text + "0", text + "x", "0", "zzz", "1.0", "99.0", "100.0.1", "");
                yield first(texts, texts.size(), Candidates::text);
            }
        };
    }

    private static List<Seen> steps(int first, int sign, int most, LongFunction<Seen> value) {
        return LongStream.range(first, (long) first + most)
                .mapToObj(n -> value.apply(n * sign))
                .toList();
    }

    private static List<Seen> blocks(List<Cidr> ranges, int most) {
        Set<IpAddress> addresses = new LinkedHashSet<>();
        // The first address of a block is its network's name; the one after it is a host's.
        for (Cidr range : ranges.subList(0, Math.min(ranges.size(), most))) {
            for (IpAddress address : List.of(next(range.first(), 1), range.first(), range.last())) {
                if (range.contains(address)) {
                    addresses.add(address);
                }
            }
        }
        for (Cidr range : ranges.subList(0, Math.min(ranges.size(), 1))) {
            for (int n = 2; addresses.size() < most && range.contains(next(range.first(), n)); n++) {
                addresses.add(next(range.first(), n));
            }
        }
        return first(addresses, most, address -> text(address.toString()));
    }

    private static IpAddress next(IpAddress address, long by) {
        return new IpAddress(address.high(), address.low() + by);
    }

    private static List<Seen> listed(InList in, int most) {
        return switch (in.list()) {
            case ValueList.Words words -> first(words.values(), most, Candidates::text);
            case ValueList.Addresses addresses -> blocks(addresses.values().ranges(), most);
            case ValueList.Texts texts -> first(texts.values().texts(), most, words -> text(String.join(" ", words)));
        };
    }

    /** The constants, texts around and as long as they say, numbers beside them. */
    private static List<Seen> computed(Computed computed, int most) {
        Field field = computed.fields().getFirst();
        List<Object> constants = computed.formula().constants();
        List<Seen> values = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        for (Object constant : constants) {
            switch (constant) {
                case String text -> {
                    joined.append(text);
                    List.of(text, text + "x", "x" + text, "x" + text + "x", text + text, " " + text + " ")
                            .forEach(one -> values.add(text(one)));
                }
                case Boolean flag -> values.add(new Seen(flag.toString(), flag ? Kind.TRUE : Kind.FALSE, true));
                case Number number -> beside(number.longValue(), values);
                default -> {}
            }
        }
        values.add(text(joined.toString()));
        values.addAll(ofType(field, most));
        return values;
    }

    private static void beside(long number, List<Seen> into) {
        for (long n : new long[] {number, number + 1, number - 1}) {
            into.add(whole(n));
            into.add(text(Long.toString(n)));
            if (n >= 0 && n <= LENGTH_MAX) {
                into.add(text("x".repeat((int) n)));
            }
        }
    }

    static Seen text(String text) {
        return new Seen(text, Kind.STRING, true);
    }

    private static Seen whole(long number) {
        return new Seen(Long.toString(number), Kind.NUMBER, true);
    }

    private static Seen decimal(double number) {
        return new Seen(Double.toString(number), Kind.NUMBER, true);
    }
}
