package io.picket.kql;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.condition.WildcardPattern;
import io.picket.kql.KqlTree.And;
import io.picket.kql.KqlTree.Compare;
import io.picket.kql.KqlTree.Everything;
import io.picket.kql.KqlTree.Is;
import io.picket.kql.KqlTree.Nested;
import io.picket.kql.KqlTree.Not;
import io.picket.kql.KqlTree.Or;
import io.picket.kql.KqlTree.Word;
import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * From tree to condition, by the types of the fields.
 *
 * <p>Nested fields: inside braces one object must meet the whole inner query. A child of a nested field that is named
 * outside braces is asked as if it stood in braces of its own, where Kibana, given metadata, refuses it; so does
 * Elasticsearch's own KQL. Each such test may then be met by another object.
 */
final class Compiler {

    private static final int PROBLEMS_MAX = 20;

    private final SourceText source;
    private final FieldTypes types;
    private final Names names;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    Compiler(SourceText source, FieldTypes types) {
        this.source = source;
        this.types = types;
        this.names = new Names(types);
    }

    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(errors);
        problems.addAll(warnings);
        return problems;
    }

    boolean failed() {
        return !errors.isEmpty();
    }

    Condition condition(KqlTree tree) {
        return condition(tree, "");
    }

    /** @param path the nested field whose objects are looked at, empty outside braces */
    private Condition condition(KqlTree tree, String path) {
        return switch (tree) {
            case Everything everything -> Condition.ALWAYS;
            case And(var parts, var span) -> Junctions.and(all(parts, path));
            case Or(var parts, var span) -> Junctions.or(all(parts, path));
            case Not(var part, var span) -> Junctions.not(condition(part, path));
            case Nested nested -> nested(nested, path);
            case Is(var field, var value, var span) -> field == null ? everywhere(value, path) : is(field, value, path);
            case Compare(var field, var operator, var value, var span) -> {
                if (value.wildcard()) {
                    yield refuse(
                            "KQL-110",
                            value.span(),
                            "A comparison takes one value, and * is none.",
                            "Put the value in quotes if the star is meant.");
                }
                yield isNull(value)
                        ? refuseNull(value)
                        : asked(field, new Asked.Ordered(operator, value.text()), value.span(), path);
            }
        };
    }

    private List<Condition> all(List<KqlTree> parts, String path) {
        List<Condition> conditions = new ArrayList<>(parts.size());
        for (KqlTree part : parts) {
            conditions.add(condition(part, path));
        }
        return conditions;
    }

    private Condition nested(Nested nested, String path) {
        Word word = nested.path();
        if (word.wildcard()) {
            return refuse("KQL-112", word.span(), "The name of a nested field takes no *.", "Name the field.");
        }
        String full = below(path, word.text());
        FieldType type = types.typeOf(full);
        switch (type) {
            case NESTED, UNKNOWN -> {}
            case OBJECT, FLATTENED -> doubtNested(full, word.span());
            default -> {
                return refuse(
                        "KQL-109",
                        word.span(),
                        "'" + full + "' holds plain values (" + Leaves.lower(type)
                                + "): expected a nested field before braces.",
                        "Write " + full + ": value.");
            }
        }
        Condition inner = condition(nested.part(), full);
        return inNested(full, path, new Condition.Nested(full, inner));
    }

    private void doubtNested(String path, Span span) {
        if (warnings.size() < PROBLEMS_MAX) {
            warnings.add(Problem.warning(
                    "KQL-210",
                    "'" + path + "' is not known as nested; its objects are taken one by one all the same.",
                    "Give its mapping as nested, or write the fields without braces.",
                    source.place(span)));
        }
    }

    private Condition is(Word field, Word value, String path) {
        if (isNull(value)) {
            return refuseNull(value);
        }
        boolean any = value.wildcard() && value.text().equals("*");
        if (any && field.wildcard() && field.text().equals("*") && path.isEmpty()) {
            return Condition.ALWAYS;
        }
        return asked(field, asked(value), value.span(), path);
    }

    private static Asked asked(Word value) {
        return !value.wildcard()
                ? new Asked.Equal(value.text(), value.quoted())
                : value.text().equals("*") ? new Asked.Any() : new Asked.Pattern(value.text());
    }

    /** A value without a field: any field of the event, or of the nested object. */
    private Condition everywhere(Word value, String path) {
        if (isNull(value)) {
            return refuseNull(value);
        }
        Asked asked = asked(value);
        return asked instanceof Asked.Any && path.isEmpty() ? Condition.ALWAYS : anyField(path, "*", asked);
    }

    private Condition anyField(String path, String names, Asked asked) {
        WildcardPattern pattern = WildcardPattern.stars(below(Leaves.escaped(path), names));
        List<Condition> any = new ArrayList<>();
        any.add(new AnyField(pattern, new FoundField(List.of(asked), types)));
        types.constants().forEach((name, constant) -> {
            if (path.isEmpty() && pattern.matches(name, Case.SENSITIVE) && asked.holdsFor(constant)) {
                any.add(Junctions.not(new Condition.Exists(types.field(name))));
            }
        });
        return Junctions.or(any);
    }

    private Condition asked(Word name, Asked asked, Span valueSpan, String path) {
        if (!name.quoted() && isConstant(name)) {
            return refuse(
                    "KQL-111",
                    name.span(),
                    "'" + name.text() + "' without quotes is a constant, not the name of a field.",
                    "Put the name in quotes.");
        }
        if (name.wildcard()) {
            return anyField(path, name.text(), asked);
        }
        String full = below(path, name.text());
        Field field = names.field(full);
        return switch (Leaves.leaf(field, asked)) {
            case Leaf.Fits(Condition condition) -> inNested(full, path, orConstant(field, asked, condition));
            case Leaf.Misfit(var code, var message, var mend) -> refuse(code, valueSpan, message, mend);
        };
    }

    /** Where the index gives every event a value, an event that does not write it has it too. */
    private Condition orConstant(Field field, Asked asked, Condition condition) {
        String constant = types.constants().get(field.name());
        if (constant == null || !asked.holdsFor(constant)) {
            return condition;
        }
        return asked instanceof Asked.Any
                ? Condition.ALWAYS
                : Junctions.or(List.of(condition, Junctions.not(new Condition.Exists(field))));
    }

    /** Puts a condition on {@code full} inside the nested fields that stand between it and {@code path}. */
    private Condition inNested(String full, String path, Condition condition) {
        Condition wrapped = condition;
        for (String outer : names.nestedAbove(full).reversed()) {
            if (outer.length() > path.length()) {
                wrapped = new Condition.Nested(outer, wrapped);
            }
        }
        return wrapped;
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static boolean isNull(Word value) {
        return !value.quoted() && !value.wildcard() && value.text().equals("null");
    }

    private static boolean isConstant(Word name) {
        return switch (name.text()) {
            case "null", "true", "false" -> true;
            default -> false;
        };
    }

    private Condition refuseNull(Word value) {
        return refuse(
                "KQL-101",
                value.span(),
                "null is no value that a field can have.",
                "Write not field: * for a missing field, or \"null\" for the word.");
    }

    private Condition refuse(String code, Span span, String message, String mend) {
        if (errors.size() < PROBLEMS_MAX) {
            errors.add(Problem.error(code, message, mend, source.place(span)));
        }
        return Condition.NEVER;
    }
}
