package io.picket.example;

import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.match.Evaluator;
import io.picket.match.MatchPlan;
import io.picket.match.Scope;
import io.picket.match.Scope.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks for a document that meets some conditions and does not meet others.
 *
 * <p>It begins with nothing and mends: the first goal that the evaluator finds violated is taken apart until a test of
 * one field is left, which is put into the {@link Draft}; where there is a choice (which alternative to meet, which part
 * to break) the choices are tried one after the other. So a long list of exclusions costs nothing until something in
 * the document meets one. Every verdict is the plain evaluator's, over the document as it is read.
 */
final class Search {

    /** Most mends before giving up. */
    private static final int STEPS_MAX = 4_000;

    /** Most known names tried for a pattern over names. */
    private static final int NAMES_TRIED = 3;

    private final Evaluator evaluator;
    private final FieldTable table;
    private final EventReader reader;
    private final String path;
    private final Scope nothing;
    private final Map<FieldDraft, Optional<List<Seen>>> known = new HashMap<>();
    private int steps;

    /** @param conditions all that will be asked */
    Search(List<Condition> conditions, FieldTypes types) {
        this(new Evaluator(types), table(conditions, types), "");
    }

    private Search(Evaluator evaluator, FieldTable table, String path) {
        this.evaluator = evaluator;
        this.table = table;
        this.reader = new EventReader(table);
        this.path = path;
        this.nothing = scope(Made.NOTHING);
    }

    private static FieldTable table(List<Condition> conditions, FieldTypes types) {
        FieldTable.Builder table = FieldTable.builder();
        MatchPlan.fields(conditions).forEach(field -> table.add(field.name(), types.ignoreAbove(field.name())));
        return table.build();
    }

    Evaluator evaluator() {
        return evaluator;
    }

    /** The same inside the objects of a nested field. */
    Search inside(String nested) {
        return new Search(evaluator, table, nested);
    }

    /** Values for a field, remembered. */
    Optional<List<Seen>> values(FieldDraft field) {
        return known.computeIfAbsent(field, asked -> asked.values(evaluator, nothing));
    }

    /** The document, or the object, as something to be asked. */
    Scope scope(Made made) {
        Made whole = path.isEmpty() ? made : new Made(Map.of(), Map.of(path, List.of(made)));
        Scope scope = evaluator.scope(event(whole));
        return path.isEmpty() ? scope : scope.objects(path).stream().findFirst().orElse(scope);
    }

    /** The document as an event, read as any other. */
    Event event(Made made) {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(made.document());
        Event event = new Event(table);
        if (!reader.read(bytes, 0, bytes.length, event)) {
            throw new IllegalStateException("not read: " + reader.failure());
        }
        return event;
    }

    /** A document that meets all goals; nothing if none is found, which does not mean that there is none. */
    Optional<Made> solve(List<Goal> goals, Draft from) {
        steps = 0;
        return mended(goals, from);
    }

    private Optional<Made> mended(List<Goal> goals, Draft draft) {
        Optional<Made> made = ++steps > STEPS_MAX ? Optional.empty() : draft.made(this);
        if (made.isEmpty()) {
            return Optional.empty();
        }
        Scope scope = scope(made.get());
        for (Goal goal : goals) {
            if (evaluator.meets(goal.condition(), scope) != goal.holds()) {
                return mended(goal, goals, draft, scope);
            }
        }
        return made;
    }

    private Optional<Made> mended(Goal violated, List<Goal> goals, Draft draft, Scope scope) {
        boolean holds = violated.holds();
        return switch (violated.condition()) {
            case Condition.Always always -> Optional.empty();
            case Condition.Never never -> Optional.empty();
            case Condition.Not(Condition part) -> first(List.of(new Goal(part, !holds)), goals, draft);
            case Condition.And(List<Condition> parts) -> first(choices(parts, holds, holds, scope), goals, draft);
            case Condition.Or(List<Condition> parts) -> first(choices(parts, holds, !holds, scope), goals, draft);
            case AnyField any -> anyField(any, holds, goals, draft, scope);
            case Nested nested -> leaf(nested, holds, goals, draft);
            case Condition leaf -> leaf(leaf, holds, goals, draft);
        };
    }

    /**
     * What can be done for a junction.
     *
     * @param all whether every part must be mended, so that there is no choice which to begin with
     */
    private List<Goal> choices(List<Condition> parts, boolean holds, boolean all, Scope scope) {
        List<Goal> choices = new ArrayList<>();
        for (Condition part : parts) {
            if (evaluator.meets(part, scope) != holds) {
                choices.add(new Goal(part, holds));
                if (all) {
                    break;
                }
            }
        }
        return choices;
    }

    private Optional<Made> first(List<Goal> choices, List<Goal> goals, Draft draft) {
        for (Goal choice : choices) {
            List<Goal> more = new ArrayList<>(goals.size() + 1);
            more.add(choice);
            more.addAll(goals);
            Optional<Made> made = mended(more, draft);
            if (made.isPresent() || steps > STEPS_MAX) {
                return made;
            }
        }
        return Optional.empty();
    }

    private Optional<Made> leaf(Condition leaf, boolean holds, List<Goal> goals, Draft draft) {
        Draft more = draft.with(leaf, holds);
        return more.equals(draft) ? Optional.empty() : mended(goals, more);
    }

    private Optional<Made> anyField(AnyField any, boolean holds, List<Goal> goals, Draft draft, Scope scope) {
        List<Goal> choices = new ArrayList<>();
        if (!holds) {
            for (String name : scope.names()) {
                Condition asked = any.forField().of(evaluator.types().field(name));
                if (any.names().matches(name, Case.SENSITIVE) && evaluator.meets(asked, scope)) {
                    choices.add(new Goal(asked, false));
                }
            }
            return choices.isEmpty() ? Optional.empty() : first(choices.subList(0, 1), goals, draft);
        }
        evaluator.types().names().stream()
                .filter(name -> any.names().matches(name, Case.SENSITIVE))
                .sorted()
                .map(name -> any.forField().of(evaluator.types().field(name)))
                .filter(asked -> !(asked instanceof Condition.Never))
                .limit(NAMES_TRIED)
                .forEach(asked -> choices.add(new Goal(asked, true)));
        Field madeUp = evaluator.types().field(any.names().example("x"));
        choices.add(new Goal(any.forField().of(madeUp), true));
        return first(choices, goals, draft);
    }
}
