package io.picket.rule;

import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.DateBound;
import io.picket.condition.DateMath;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.IpAddress;
import io.picket.condition.Literal;
import io.picket.condition.MultiFields;
import io.picket.condition.RegexPattern;
import io.picket.condition.RegexReading;
import io.picket.condition.WildcardPattern;
import io.picket.condition.Words;
import io.picket.text.Level;
import io.picket.text.Place;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one field asked one thing means, by the field's type: Elasticsearch's term, match, wildcard and range queries
 * as filters and exceptions use them. What a type cannot be asked is a problem, at the place set last: a condition that
 * quietly never held would, negated, take out every event.
 */
final class TermConditions {

    /** Whether a date can be read does not depend on what time it is. */
    private static final long ANY_TIME = 0;

    private final FieldTypes types;
    private final List<Problem> problems = new ArrayList<>();
    private Place place = Place.file("");

    TermConditions(FieldTypes types) {
        this.types = types;
    }

    /** Where what is asked from now on stands. */
    void at(Place asked) {
        place = asked;
    }

    Condition refuse(String code, String message, String mend) {
        if (problems.size() < ProblemList.PROBLEMS_MAX) {
            problems.add(Problem.error(code, message, mend, place));
        }
        return Condition.NEVER;
    }

    void addAll(List<Problem> more) {
        problems.addAll(more);
    }

    Read<Condition> read(Condition condition) {
        boolean failed = problems.stream().anyMatch(problem -> problem.level() == Level.ERROR);
        return failed ? Read.failed(problems) : Read.ok(MultiFields.answered(condition, types), problems);
    }

    FieldTypes types() {
        return types;
    }

    /** That the field has a value, or some field whose name the pattern {@code name} covers. */
    Condition exists(String name) {
        if (name.indexOf('*') >= 0) {
            return name.equals("*")
                    ? Condition.ALWAYS
                    : new Condition.AnyField(WildcardPattern.stars(name), Condition.Exists::new);
        }
        Field field = types.field(name);
        return switch (field.type()) {
            case NESTED -> new Condition.Nested(name, Condition.ALWAYS);
            default -> new Condition.Exists(field);
        };
    }

    /** Some value equals one of these; a text field holds one of them as a phrase. */
    Condition equal(String name, List<String> values, Case letters) {
        Field field = types.field(name);
        return switch (field.type()) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, VERSION -> texts(field, values, letters);
            case UNKNOWN -> equalUnknown(field, values, letters);
            case TEXT -> any(values, value -> phrase(field, value));
            case LONG, DOUBLE -> numbers(field, values);
            case BOOLEAN -> flags(field, values);
            case IP -> addresses(field, values);
            case DATE -> any(values, value -> range(name, value, true, value, true));
            case NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> incomparable(field);
        };
    }

    private static Condition texts(Field field, List<String> values, Case letters) {
        return new Condition.In(
                field, values.stream().<Literal>map(Literal.Text::new).toList(), letters);
    }

    /** A field no table knows may hold addresses, so a block means what is in it as well as its own text. */
    private static Condition equalUnknown(Field field, List<String> values, Case letters) {
        List<Cidr> blocks = new ArrayList<>();
        for (String value : values) {
            Cidr block = value.indexOf('/') > 0 ? Cidr.parse(value) : null;
            if (block != null) {
                blocks.add(block);
            }
        }
        Condition texts = texts(field, values, letters);
        Field address = new Field(field.name(), FieldType.IP);
        return blocks.isEmpty()
                ? texts
                : Condition.or(List.of(texts, new Condition.InBlocks(address, CidrSet.of(blocks))));
    }

    private static Condition phrase(Field field, String value) {
        List<String> words = Words.of(value);
        return words.isEmpty()
                ? Condition.NEVER
                : words.size() == 1 ? new Condition.AnyWord(field, words) : new Condition.Phrase(field, words);
    }

    private Condition numbers(Field field, List<String> values) {
        List<Literal> literals = new ArrayList<>();
        for (String value : values) {
            Number number = NumberWord.read(value);
            if (number == null) {
                return misfit(field, "a number", value);
            }
            if (field.type() == FieldType.DOUBLE) {
                literals.add(new Literal.Decimal(number.doubleValue()));
            } else if (number instanceof Long whole) {
                literals.add(new Literal.Whole(whole));
            }
            // A whole-number field never holds a number with a fraction.
        }
        return literals.isEmpty() ? Condition.NEVER : new Condition.In(field, literals, Case.SENSITIVE);
    }

    private Condition flags(Field field, List<String> values) {
        List<Literal> literals = new ArrayList<>();
        for (String value : values) {
            if (!value.equals("true") && !value.equals("false")) {
                return misfit(field, "true or false", value);
            }
            literals.add(new Literal.Bool(value.equals("true")));
        }
        return new Condition.In(field, literals, Case.SENSITIVE);
    }

    private Condition addresses(Field field, List<String> values) {
        List<Literal> single = new ArrayList<>();
        List<Cidr> blocks = new ArrayList<>();
        for (String value : values) {
            Cidr block = Cidr.parse(value);
            if (block == null) {
                return misfit(field, "an address or a block of addresses", value);
            }
            if (value.indexOf('/') < 0) {
                single.add(new Literal.Ip(block.first()));
            } else {
                blocks.add(block);
            }
        }
        List<Condition> either = new ArrayList<>();
        if (!single.isEmpty()) {
            either.add(new Condition.In(field, single, Case.SENSITIVE));
        }
        if (!blocks.isEmpty()) {
            either.add(new Condition.InBlocks(field, CidrSet.of(blocks)));
        }
        return Condition.or(either);
    }

    /** A whole word of a text field that is exactly this one; on other fields the same as {@link #equal}. */
    Condition term(String name, List<String> values, Case letters) {
        Field field = types.field(name);
        if (field.type() != FieldType.TEXT) {
            return equal(name, values, letters);
        }
        // A text field's words are lower case: a term with other letters is none of them.
        return any(values, value -> {
            String word = letters == Case.INSENSITIVE ? value.toLowerCase(Locale.ROOT) : value;
            return Words.of(word).equals(List.of(word)) ? new Condition.AnyWord(field, List.of(word)) : Condition.NEVER;
        });
    }

    /** Any word of the text, or all of them, in a text field; on other fields the same as {@link #equal}. */
    Condition match(String name, String value, boolean all) {
        Field field = types.field(name);
        if (field.type() != FieldType.TEXT) {
            return equal(name, List.of(value), Case.SENSITIVE);
        }
        List<String> words = Words.of(value);
        if (words.isEmpty()) {
            return Condition.NEVER;
        }
        return all
                ? Condition.and(words.stream()
                        .<Condition>map(word -> new Condition.AnyWord(field, List.of(word)))
                        .toList())
                : new Condition.AnyWord(field, words);
    }

    Condition like(String name, WildcardPattern pattern, Case letters) {
        Field field = types.field(name);
        return switch (field.type()) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, VERSION, UNKNOWN ->
                new Condition.Like(field, List.of(pattern), letters);
            case TEXT -> new Condition.WordLike(field, WildcardPattern.escaped(lower(pattern.toString())));
            case LONG, DOUBLE, BOOLEAN, IP, DATE ->
                refuse(
                        "TERM-002",
                        "'" + name + "' holds values of type " + word(field) + ", which no pattern can be laid on.",
                        field.type() == FieldType.IP ? "Write a block, such as 10.0.0.0/8." : "Write a value.");
            case NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> incomparable(field);
        };
    }

    /** Some value begins so; in a text field, some word, as it is indexed: in lower case. */
    Condition prefix(String name, String start, Case letters) {
        Field field = types.field(name);
        if (field.type() == FieldType.TEXT && letters == Case.SENSITIVE && !start.equals(lower(start))) {
            return Condition.NEVER;
        }
        return like(
                name, new WildcardPattern(List.of(new WildcardPattern.Text(start), WildcardPattern.ANY_RUN)), letters);
    }

    /** Some value, whole, is in the language of a Lucene expression. */
    Condition matches(String name, String expression, Case letters) {
        Field field = types.field(name);
        return switch (field.type()) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, VERSION, UNKNOWN ->
                switch (RegexPattern.read(expression, RegexPattern.Syntax.LUCENE, letters)) {
                    case RegexReading.Understood(RegexPattern pattern) -> new Condition.Matches(field, pattern);
                    case RegexReading.Unreadable(int offset, String message) ->
                        refuse(
                                "TERM-004",
                                "The regular expression for '" + name + "' cannot be used: " + message,
                                "Write one of Lucene's.");
                };
            default ->
                refuse(
                        "TERM-002",
                        "'" + name + "' holds values of type " + word(field)
                                + ", which no regular expression is laid on.",
                        "Ask a keyword field.");
        };
    }

    /** Some value lies between the bounds; null is open. */
    Condition range(String name, @Nullable String low, boolean lowIn, @Nullable String high, boolean highIn) {
        Field field = types.field(name);
        Object from = low == null ? null : bound(field, low, !lowIn);
        Object to = high == null ? null : bound(field, high, highIn);
        if (low != null && from == null || high != null && to == null) {
            return Condition.NEVER;
        }
        if (field.type() == FieldType.DATE && (DateBound.moves(low) || DateBound.moves(high))) {
            return new Condition.RangeFromNow(
                    field,
                    low == null ? null : new DateBound(low, !lowIn, lowIn),
                    high == null ? null : new DateBound(high, highIn, highIn));
        }
        return new Condition.Range(field, Bound.of(from, lowIn), Bound.of(to, highIn));
    }

    /** The bound in the field's order; null, with the reason noted, if it is none. */
    private @Nullable Object bound(Field field, String text, boolean roundUp) {
        return switch (field.type()) {
            case DATE -> {
                OptionalLong millis = millis(text, roundUp);
                yield millis.isEmpty() ? orMisfit(field, "a date", text) : (Object) millis.getAsLong();
            }
            case LONG, DOUBLE -> {
                Number number = NumberWord.read(text);
                yield number == null
                        ? orMisfit(field, "a number", text)
                        : field.type() == FieldType.DOUBLE ? (Object) number.doubleValue() : number;
            }
            case IP -> {
                IpAddress address = IpAddress.parse(text);
                yield address == null ? orMisfit(field, "an address", text) : address;
            }
            case UNKNOWN -> {
                Number number = NumberWord.read(text);
                yield number == null ? text : number;
            }
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, VERSION, TEXT -> text;
            case BOOLEAN, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> {
                incomparable(field);
                yield null;
            }
        };
    }

    /** A date, or one relative to now; {@code roundUp} fills what is left out with its last value. */
    private OptionalLong millis(String text, boolean roundUp) {
        return DateMath.parse(text, ANY_TIME, roundUp);
    }

    private static Condition any(List<String> values, Function<String, Condition> each) {
        return Condition.or(values.stream().map(each).toList());
    }

    private @Nullable Object orMisfit(Field field, String expected, String found) {
        misfit(field, expected, found);
        return null;
    }

    private Condition misfit(Field field, String expected, String found) {
        return refuse(
                "TERM-001",
                "'" + KeyReader.shortened(found) + "' is not " + expected + ", which '" + field + "' holds (type "
                        + word(field) + ").",
                "Write " + expected + ".");
    }

    private Condition incomparable(Field field) {
        return refuse(
                "TERM-003",
                "'" + field + "' is of a type (" + word(field) + ") that cannot be asked this.",
                "Ask only whether it is there.");
    }

    private static String word(Field field) {
        return lower(field.type().name());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
