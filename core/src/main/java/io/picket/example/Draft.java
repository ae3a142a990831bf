package io.picket.example;

import io.picket.condition.Condition;
import io.picket.condition.Condition.Computed;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Conditions;
import io.picket.condition.Field;
import io.picket.match.Evaluator;
import io.picket.match.Scope;
import io.picket.match.Scope.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A document to be: what each field must and must not be, what objects there must and must not be, and what several
 * fields must be together. Immutable.
 *
 * @param joint by a test of several fields: whether it must hold
 */
record Draft(Map<String, FieldDraft> fields, Map<String, NestedDraft> nested, Map<Computed, Boolean> joint) {

    static final Draft EMPTY = new Draft(Map.of(), Map.of(), Map.of());

    private static final int JOINT_VALUES = 24;
    private static final int JOINT_TRIED_MAX = 20_000;

    /** Objects under a path. */
    record NestedDraft(List<Condition> wanted, List<Condition> unwanted) {}

    Draft {
        fields = Map.copyOf(fields);
        nested = Map.copyOf(nested);
        joint = Map.copyOf(joint);
    }

    /** A draft in which fields have these values unless they are unwanted. */
    static Draft usually(Map<Field, Seen> values) {
        Draft draft = EMPTY;
        for (Map.Entry<Field, Seen> value : values.entrySet()) {
            draft = draft.with(FieldDraft.usually(value.getKey(), value.getValue()));
        }
        return draft;
    }

    /** The draft with one more test to be met or not to be met; the same if it was in it, or if nobody can help it. */
    Draft with(Condition test, boolean holds) {
        return switch (test) {
            case Nested(String path, Condition part) -> {
                NestedDraft known = nested.getOrDefault(path, new NestedDraft(List.of(), List.of()));
                List<Condition> tests = new ArrayList<>(holds ? known.wanted() : known.unwanted());
                if (tests.contains(part)) {
                    yield this;
                }
                tests.add(part);
                Map<String, NestedDraft> all = new HashMap<>(nested);
                all.put(
                        path,
                        holds ? new NestedDraft(tests, known.unwanted()) : new NestedDraft(known.wanted(), tests));
                yield new Draft(fields, all, joint);
            }
            case Condition leaf -> {
                List<Field> asked = fieldsOf(leaf);
                if (asked.isEmpty()) {
                    yield this;
                }
                if (asked.size() > 1 && leaf instanceof Computed computed) {
                    Map<Computed, Boolean> all = new LinkedHashMap<>(joint);
                    yield Boolean.valueOf(holds).equals(all.put(computed, holds))
                            ? this
                            : new Draft(fields, nested, all);
                }
                Field field = asked.getFirst();
                yield with(draftOf(field).with(leaf, holds));
            }
        };
    }

    /** The draft in which the fields have rather a value than none. */
    Draft ratherPresent(Set<Field> rather) {
        Draft draft = this;
        for (Field field : rather) {
            draft = draft.with(draft.draftOf(field).ratherPresent());
        }
        return draft;
    }

    private FieldDraft draftOf(Field field) {
        return fields.getOrDefault(field.name(), FieldDraft.of(field));
    }

    private Draft with(FieldDraft field) {
        Map<String, FieldDraft> all = new HashMap<>(fields);
        boolean same = field.equals(all.put(field.field().name(), field));
        return same ? this : new Draft(all, nested, joint);
    }

    /** Where a value of the field stands: of an object, in a member of it. */
    private static String pathOf(Field field) {
        return switch (field.type()) {
            case OBJECT, FLATTENED, NESTED -> field.name() + ".value";
            case KEYWORD,
                    WILDCARD,
                    CONSTANT_KEYWORD,
                    TEXT,
                    LONG,
                    DOUBLE,
                    BOOLEAN,
                    IP,
                    DATE,
                    VERSION,
                    GEO_POINT,
                    BINARY,
                    OTHER,
                    UNKNOWN -> field.name();
        };
    }

    /** The fields that a leaf asks, each once. */
    static List<Field> fieldsOf(Condition leaf) {
        Map<String, Field> asked = new LinkedHashMap<>();
        Conditions.fields(leaf, field -> asked.putIfAbsent(field.name(), field));
        return List.copyOf(asked.values());
    }

    /** A document that is so; nothing if none is found. */
    Optional<Made> made(Search search) {
        Map<String, List<Seen>> values = new HashMap<>();
        for (FieldDraft field : fields.values()) {
            Optional<List<Seen>> found = search.values(field);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (!found.get().isEmpty()) {
                values.put(pathOf(field.field()), found.get());
            }
        }
        Map<String, List<Made>> objects = new HashMap<>();
        for (Map.Entry<String, NestedDraft> entry : nested.entrySet()) {
            List<Made> made = new ArrayList<>();
            for (Condition wanted : entry.getValue().wanted()) {
                List<Goal> goals = new ArrayList<>(List.of(new Goal(wanted, true)));
                entry.getValue().unwanted().forEach(part -> goals.add(new Goal(part, false)));
                Optional<Made> object = search.inside(entry.getKey()).solve(goals, Draft.EMPTY);
                if (object.isEmpty()) {
                    return Optional.empty();
                }
                made.add(object.get());
            }
            if (!made.isEmpty()) {
                objects.put(entry.getKey(), made);
            }
        }
        return joined(new Made(values, objects), search);
    }

    private Optional<Made> joined(Made made, Search search) {
        Made all = made;
        for (Map.Entry<Computed, Boolean> entry : joint.entrySet()) {
            Computed computed = entry.getKey();
            if (search.evaluator().meets(computed, search.scope(all)) == entry.getValue()) {
                continue;
            }
            Optional<Made> other = joined(computed, entry.getValue(), all, search);
            if (other.isEmpty()) {
                return Optional.empty();
            }
            all = other.get();
        }
        return Optional.of(all);
    }

    /** Tries values of all the fields together: each field's own, what the test names, and what the others have. */
    private Optional<Made> joined(Computed computed, boolean holds, Made made, Search search) {
        List<Field> asked = fieldsOf(computed);
        Evaluator evaluator = search.evaluator();
        Scope nothing = search.scope(made);
        List<List<Seen>> choices = new ArrayList<>();
        for (Field field : asked) {
            Set<Seen> choice = new LinkedHashSet<>(made.values().getOrDefault(field.name(), List.of()));
            FieldDraft own = draftOf(field);
            choice.addAll(own.distinct(evaluator, search.scope(Made.NOTHING), JOINT_VALUES / 2));
            for (Field other : asked) {
                choice.addAll(made.values().getOrDefault(other.name(), List.of()));
            }
            choice.addAll(Candidates.of(new Computed(List.of(field), computed.formula()), JOINT_VALUES));
            choices.add(List.copyOf(choice));
        }
        for (int number = 0; number < JOINT_TRIED_MAX; number++) {
            int rest = number;
            Scope scope = nothing;
            List<Seen> chosen = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                List<Seen> choice = choices.get(i);
                Seen value = choice.get(rest % choice.size());
                rest /= choice.size();
                chosen.add(value);
                scope = scope.with(asked.get(i), value);
            }
            if (rest > 0) {
                break;
            }
            if (evaluator.meets(computed, scope) == holds && fits(asked, chosen, search)) {
                Made all = made;
                for (int i = 0; i < asked.size(); i++) {
                    all = all.with(asked.get(i).name(), List.of(chosen.get(i)));
                }
                return Optional.of(all);
            }
        }
        return Optional.empty();
    }

    private boolean fits(List<Field> asked, List<Seen> chosen, Search search) {
        Scope nothing = search.scope(Made.NOTHING);
        for (int i = 0; i < asked.size(); i++) {
            if (!draftOf(asked.get(i)).accepts(chosen.get(i), search.evaluator(), nothing)) {
                return false;
            }
        }
        return true;
    }
}
