package io.picket.example;

import io.picket.condition.Condition;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.Like;
import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.match.Evaluator;
import io.picket.match.Scope;
import io.picket.match.Scope.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one field must and must not be, and values that are so: one value if one will do, else one for each demand.
 *
 * @param wanted tests of which each must be met by some value
 * @param unwanted tests that no value may meet
 * @param present whether it should rather have a value than none
 * @param usual the value that it has unless that is unwanted
 */
record FieldDraft(
        Field field, List<Condition> wanted, List<Condition> unwanted, boolean present, Optional<Seen> usual) {

    private static final int TRIED_MAX = 60;

    FieldDraft {
        wanted = List.copyOf(wanted);
        unwanted = List.copyOf(unwanted);
    }

    static FieldDraft of(Field field) {
        return new FieldDraft(field, List.of(), List.of(), false, Optional.empty());
    }

    FieldDraft with(Condition test, boolean holds) {
        List<Condition> tests = new ArrayList<>(holds ? wanted : unwanted);
        if (tests.contains(test)) {
            return this;
        }
        tests.add(test);
        return holds
                ? new FieldDraft(field, tests, unwanted, present, usual)
                : new FieldDraft(field, wanted, tests, present, usual);
    }

    static FieldDraft usually(Field field, Seen usual) {
        return new FieldDraft(field, List.of(), List.of(), false, Optional.of(usual));
    }

    FieldDraft ratherPresent() {
        return new FieldDraft(field, wanted, unwanted, true, usual);
    }

    /** The values; an empty list is a field that is not there. Nothing if no values are found. */
    Optional<List<Seen>> values(Evaluator evaluator, Scope nothing) {
        Optional<Seen> asUsual = usual.filter(value -> accepts(value, evaluator, nothing));
        if (asUsual.isPresent()) {
            return asUsual.map(List::of);
        }
        if (wanted.isEmpty()) {
            return Optional.of(present ? near(evaluator, nothing).map(List::of).orElse(List.of()) : List.of());
        }
        Optional<Seen> one = distinct(evaluator, nothing, 1).stream().findFirst();
        if (one.isPresent()) {
            return one.map(List::of);
        }
        List<Seen> several = new ArrayList<>();
        for (Condition test : wanted) {
            Optional<Seen> value = candidates(test, TRIED_MAX).stream()
                    .filter(fits(evaluator, nothing).and(seen -> evaluator.meets(test, nothing.with(field, seen))))
                    .findFirst();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            several.add(value.get());
        }
        return Optional.of(several.stream().distinct().toList());
    }

    /** Different values each of which alone is all that is wanted; fewer than asked for if no more are found. */
    List<Seen> distinct(Evaluator evaluator, Scope nothing, int count) {
        // What names values comes before what only bounds them, and that before mere presence.
        int most = TRIED_MAX + 2 * count;
        Stream<Seen> named = wanted.stream()
                .filter(test -> !(test instanceof Exists))
                .flatMap(test -> candidates(test, most).stream());
        return Stream.concat(named, Candidates.ofType(field, most).stream())
                .filter(seen -> accepts(seen, evaluator, nothing))
                .distinct()
                .limit(count)
                .toList();
    }

    /** Whether this value alone is all that is wanted. */
    boolean accepts(Seen value, Evaluator evaluator, Scope nothing) {
        return fits(evaluator, nothing).test(value)
                && wanted.stream().allMatch(test -> evaluator.meets(test, nothing.with(field, value)));
    }

    /** A value that is nearly what is unwanted, but is not. */
    private Optional<Seen> near(Evaluator evaluator, Scope nothing) {
        Stream<Seen> near = unwanted.stream().flatMap(test -> Candidates.near(test).stream());
        return Stream.concat(near, Candidates.ofType(field, TRIED_MAX).stream())
                .filter(fits(evaluator, nothing))
                .findFirst();
    }

    private Predicate<Seen> fits(Evaluator evaluator, Scope nothing) {
        return seen -> seen.text().length() <= limit(evaluator.types())
                && unwanted.stream().noneMatch(test -> evaluator.meets(test, nothing.with(field, seen)));
    }

    private int limit(FieldTypes types) {
        return types.ignoreAbove(field.name());
    }

    /** The test's own candidates and, of a pattern, those that have the other wanted ones inside. */
    private List<Seen> candidates(Condition test, int most) {
        if (!(test instanceof Like like) || wanted.size() == 1) {
            return Candidates.of(test, most);
        }
        List<Seen> candidates = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (Condition other : wanted) {
            List<Seen> texts = other.equals(test) ? List.of() : Candidates.of(other, 3);
            for (Seen text : texts) {
                like.patterns().forEach(pattern -> candidates.add(Candidates.text(pattern.example(text.text()))));
            }
            texts.stream().findFirst().ifPresent(text -> all.append(' ').append(text.text()));
        }
        like.patterns().forEach(pattern -> candidates.add(Candidates.text(pattern.example(all + " "))));
        candidates.addAll(Candidates.of(test, most));
        return candidates;
    }
}
