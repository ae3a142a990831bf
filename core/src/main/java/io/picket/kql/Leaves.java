package io.picket.kql;

import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.DateBound;
import io.picket.condition.DateMath;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.condition.Literal;
import io.picket.condition.WildcardPattern;
import io.picket.condition.Words;
import io.picket.kql.KqlTree.Operator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What one field asked one thing means, by its type: the behaviour of Elasticsearch's term, match, match_phrase,
 * wildcard, query_string, exists and range queries, as far as Kibana sends them.
 */
final class Leaves {

    private Leaves() {}

    static Leaf leaf(Field field, Asked asked) {
        return switch (asked) {
            case Asked.Any any -> Leaf.of(new Condition.Exists(field));
            case Asked.Equal(String text, boolean phrase) -> equal(field, text, phrase);
            case Asked.Pattern(String text) -> pattern(field, text);
            case Asked.Ordered(Operator operator, String text) -> ordered(field, operator, text);
        };
    }

    private static Leaf equal(Field field, String text, boolean phrase) {
        return switch (field.type()) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, VERSION -> Leaf.of(text(field, text));
            case UNKNOWN, OBJECT -> Leaf.of(equalUnknown(field, text));
            case TEXT -> Leaf.of(words(field, text, phrase));
            case LONG, DOUBLE -> number(field, text);
            case BOOLEAN ->
                text.equals("true") || text.equals("false")
                        ? Leaf.of(in(field, new Literal.Bool(text.equals("true"))))
                        : misfit("KQL-103", field, "true or false", text);
            case IP -> address(field, text);
            case DATE -> date(field, text);
            case NESTED -> Leaf.of(Condition.NEVER);
            case GEO_POINT, BINARY, OTHER -> incomparable(field);
        };
    }

    private static Condition text(Field field, String text) {
        return in(field, new Literal.Text(text));
    }

    private static Condition in(Field field, Literal literal) {
        return new Condition.In(field, List.of(literal), Case.SENSITIVE);
    }

    /** A field no table knows may hold addresses, so a block means what is in it as well as its own text. */
    private static Condition equalUnknown(Field field, String text) {
        Field unknown = new Field(field.name(), FieldType.UNKNOWN);
        Cidr block = text.indexOf('/') > 0 ? Cidr.parse(text) : null;
        return block == null
                ? text(unknown, text)
                : Condition.or(List.of(
                        text(unknown, text),
                        new Condition.InBlocks(new Field(field.name(), FieldType.IP), CidrSet.of(List.of(block)))));
    }

    private static Condition words(Field field, String text, boolean phrase) {
        List<String> words = Words.of(text);
        return words.isEmpty()
                ? Condition.NEVER
                : phrase && words.size() > 1
                        ? new Condition.Phrase(field, words)
                        : new Condition.AnyWord(field, words.stream().distinct().toList());
    }

    private static Leaf number(Field field, String text) {
        BigDecimal number = Numbers.read(text);
        if (number == null) {
            return misfit("KQL-102", field, "a number", text);
        }
        if (field.type() == FieldType.DOUBLE) {
            return Leaf.of(in(field, new Literal.Decimal(number.doubleValue())));
        }
        Long whole = Numbers.whole(number);
        return Leaf.of(whole == null ? Condition.NEVER : in(field, new Literal.Whole(whole)));
    }

    private static Leaf address(Field field, String text) {
        Cidr block = Cidr.parse(text);
        if (block == null) {
            return misfit("KQL-104", field, "an address or a block of addresses", text);
        }
        return Leaf.of(
                text.indexOf('/') < 0
                        ? in(field, new Literal.Ip(block.first()))
                        : new Condition.InBlocks(field, CidrSet.of(List.of(block))));
    }

    /** A date written to the day means the whole day. */
    private static Leaf date(Field field, String text) {
        OptionalLong first = DateMath.parse(text, ANY_TIME, false);
        OptionalLong last = DateMath.parse(text, ANY_TIME, true);
        if (first.isEmpty() || last.isEmpty()) {
            return misfit("KQL-105", field, DATES, text);
        }
        return Leaf.of(
                DateBound.moves(text)
                        ? new Condition.RangeFromNow(
                                field, new DateBound(text, false, true), new DateBound(text, true, true))
                        : new Condition.Range(
                                field, new Bound(first.getAsLong(), true), new Bound(last.getAsLong(), true)));
    }

    private static Leaf pattern(Field field, String text) {
        return switch (field.type()) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, VERSION, UNKNOWN, OBJECT -> {
                FieldType type = field.type() == FieldType.OBJECT ? FieldType.UNKNOWN : field.type();
                yield Leaf.of(new Condition.Like(
                        new Field(field.name(), type), List.of(WildcardPattern.stars(text)), Case.SENSITIVE));
            }
            case TEXT -> Leaf.of(wordPatterns(field, text));
            case NESTED -> Leaf.of(Condition.NEVER);
            case LONG, DOUBLE, BOOLEAN, IP, DATE ->
                new Leaf.Misfit(
                        "KQL-106",
                        "'" + field + "' holds values of type " + lower(field.type())
                                + ", which no pattern with * can be laid on.",
                        field.type() == FieldType.IP
                                ? "Write a block, such as 10.0.0.0/8, or * alone for any."
                                : "Write a value, a comparison, or * alone for any.");
            case GEO_POINT, BINARY, OTHER -> incomparable(field);
        };
    }

    /** Of a text's words, any may match any of the pieces between the blanks. */
    private static Condition wordPatterns(Field field, String text) {
        List<Condition> any = new ArrayList<>();
        for (String piece : text.strip().split("\\s+")) {
            WildcardPattern pattern = WildcardPattern.stars(piece.toLowerCase(Locale.ROOT));
            if (pattern.isLiteral()) {
                any.add(words(field, literal(pattern), false));
            } else if (isPrefix(pattern)) {
                any.add(lastAsPrefix(field, pattern));
            } else {
                any.add(pattern.isAny() ? new Condition.Exists(field) : new Condition.WordLike(field, pattern));
            }
        }
        return Junctions.or(any);
    }

    private static String literal(WildcardPattern pattern) {
        return !pattern.parts().isEmpty() && pattern.parts().getFirst() instanceof WildcardPattern.Text(String value)
                ? value
                : "";
    }

    private static boolean isPrefix(WildcardPattern pattern) {
        return pattern.parts().size() == 2
                && pattern.parts().getFirst() instanceof WildcardPattern.Text
                && pattern.parts().getLast() instanceof WildcardPattern.AnyRun;
    }

    /** A prefix that the analyser cuts into several words asks for any of them, the last one as a prefix. */
    private static Condition lastAsPrefix(Field field, WildcardPattern pattern) {
        List<String> words = Words.of(literal(pattern));
        if (words.isEmpty()) {
            return new Condition.WordLike(field, pattern);
        }
        List<Condition> any = new ArrayList<>();
        for (String word : words.subList(0, words.size() - 1)) {
            any.add(new Condition.AnyWord(field, List.of(word)));
        }
        any.add(new Condition.WordLike(field, WildcardPattern.stars(escaped(words.getLast()) + "*")));
        return Junctions.or(any);
    }

    private static Leaf ordered(Field field, Operator operator, String text) {
        return switch (field.type()) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, VERSION, TEXT -> Leaf.of(range(field, operator, text));
            case UNKNOWN, OBJECT -> {
                BigDecimal number = Numbers.read(text);
                Field unknown = new Field(field.name(), FieldType.UNKNOWN);
                yield Leaf.of(range(unknown, operator, number == null ? text : number.doubleValue()));
            }
            case LONG, DOUBLE -> {
                BigDecimal number = Numbers.read(text);
                yield number == null
                        ? misfit("KQL-102", field, "a number", text)
                        : Leaf.of(
                                field.type() == FieldType.DOUBLE
                                        ? range(field, operator, number.doubleValue())
                                        : wholeRange(field, operator, number));
            }
            case IP -> {
                IpAddress address = IpAddress.parse(text);
                yield address == null
                        ? misfit("KQL-104", field, "an address", text)
                        : Leaf.of(range(field, operator, address));
            }
            case DATE -> {
                boolean roundUp = operator == Operator.GREATER || operator == Operator.LESS_OR_EQUAL;
                OptionalLong millis = DateMath.parse(text, ANY_TIME, roundUp);
                yield millis.isEmpty()
                        ? misfit("KQL-105", field, DATES, text)
                        : Leaf.of(
                                DateBound.moves(text)
                                        ? rangeFromNow(field, operator, text, roundUp)
                                        : range(field, operator, millis.getAsLong()));
            }
            case NESTED -> Leaf.of(Condition.NEVER);
            case BOOLEAN ->
                new Leaf.Misfit(
                        "KQL-107", "'" + field + "' is true or false and has no order.", "Write " + field + ": true.");
            case GEO_POINT, BINARY, OTHER -> incomparable(field);
        };
    }

    private static Condition range(Field field, Operator operator, Object value) {
        return switch (operator) {
            case LESS -> new Condition.Range(field, null, new Bound(value, false));
            case LESS_OR_EQUAL -> new Condition.Range(field, null, new Bound(value, true));
            case GREATER -> new Condition.Range(field, new Bound(value, false), null);
            case GREATER_OR_EQUAL -> new Condition.Range(field, new Bound(value, true), null);
        };
    }

    private static Condition rangeFromNow(Field field, Operator operator, String date, boolean roundUp) {
        return switch (operator) {
            case LESS -> new Condition.RangeFromNow(field, null, new DateBound(date, roundUp, false));
            case LESS_OR_EQUAL -> new Condition.RangeFromNow(field, null, new DateBound(date, roundUp, true));
            case GREATER -> new Condition.RangeFromNow(field, new DateBound(date, roundUp, false), null);
            case GREATER_OR_EQUAL -> new Condition.RangeFromNow(field, new DateBound(date, roundUp, true), null);
        };
    }

    /** Between two whole numbers the next one inside counts; beyond the 64 bits everything or nothing is inside. */
    private static Condition wholeRange(Field field, Operator operator, BigDecimal bound) {
        boolean low = operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL;
        BigDecimal inside = bound.setScale(0, low ? RoundingMode.CEILING : RoundingMode.FLOOR);
        if (inside.compareTo(Numbers.LONG_MIN) < 0) {
            return low ? range(field, Operator.GREATER_OR_EQUAL, Long.MIN_VALUE) : Condition.NEVER;
        }
        if (inside.compareTo(Numbers.LONG_MAX) > 0) {
            return low ? Condition.NEVER : range(field, Operator.LESS_OR_EQUAL, Long.MAX_VALUE);
        }
        boolean rounded = inside.compareTo(bound) != 0;
        Operator inclusive = low ? Operator.GREATER_OR_EQUAL : Operator.LESS_OR_EQUAL;
        return range(field, rounded ? inclusive : operator, inside.longValueExact());
    }

    /** Whether a date can be read does not depend on what time it is. */
    private static final long ANY_TIME = 0;

    private static final String DATES =
            "a date, such as 2026-01-31, 2026-01-31T10:00:00Z, now-30d/d or epoch milliseconds";

    private static Leaf misfit(String code, Field field, String expected, String found) {
        String shown = found.length() <= SHOWN_CHARS_MAX ? found : found.substring(0, SHOWN_CHARS_MAX) + "…";
        return new Leaf.Misfit(
                code,
                "'" + shown + "' is not " + expected + ", which '" + field + "' holds (type " + lower(field.type())
                        + ").",
                "Write " + expected + ".");
    }

    private static final int SHOWN_CHARS_MAX = 80;

    private static Leaf incomparable(Field field) {
        return new Leaf.Misfit(
                "KQL-108",
                "'" + field + "' is of a type (" + lower(field.type()) + ") that no value can be compared with.",
                "Ask only whether it is there: " + field + ": *.");
    }

    static String lower(FieldType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** A name or text as a pattern that means just itself. */
    static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("*", "\\*");
    }
}
