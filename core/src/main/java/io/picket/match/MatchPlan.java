package io.picket.match;

import io.picket.condition.Condition;
import io.picket.condition.Condition.And;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Conditions;
import io.picket.condition.Field;
import io.picket.condition.FieldTypes;
import io.picket.condition.IndexPatterns;
import io.picket.condition.Refusal;
import io.picket.event.FieldTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Thousands of conditions, compiled together, each with the indices it looks at. Immutable: any number of
 * {@link Matcher}s, one a thread, share it; a change of rules makes a new one.
 *
 * <p>Made in three steps: name the {@link #fields} that must be kept, build a {@link FieldTable} of them (and of whatever
 * else is wanted of events), then {@link #builder}, {@link Builder#add} for each condition and {@link Builder#build}.
 */
public final class MatchPlan {

    final FieldTable table;
    final Evaluator evaluator;
    final Column[] columns;
    final Keys keys;
    final FieldTypes types;
    final List<AnyField> overNames;
    final Graph graph;
    final int[] roots;
    final Program program;
    private final List<IndexPatterns> indices;

    private MatchPlan(Builder builder, FieldTable table) {
        LeafCompiler compiler = new LeafCompiler(table, builder.frequencies);
        this.table = table;
        this.evaluator = new Evaluator(builder.types);
        this.graph = new Graph(compiler);
        this.roots = builder.conditions.stream().mapToInt(graph::add).toArray();
        this.columns = compiler.close();
        this.keys = compiler.keys();
        this.types = builder.types;
        this.overNames = List.copyOf(compiler.overNames());
        this.program = Program.of(graph, roots);
        this.indices = List.copyOf(builder.indices);
    }

    /**
     * A plan to be.
     *
     * @param types what the fields are that only events know, and how long values may be
     */
    public static Builder builder(FieldTypes types) {
        return new Builder(types);
    }

    /** A plan of conditions that look at every index, numbered from 0. */
    public static MatchPlan of(List<Condition> conditions, FieldTypes types, FieldTable table) {
        Builder builder = builder(types);
        conditions.forEach(condition -> builder.add(condition, IndexPatterns.ALL));
        return builder.build(table);
    }

    /** One sentence why the condition cannot be evaluated, or nothing if it can. */
    public static Optional<String> refusal(Condition condition) {
        return Refusal.of(condition);
    }

    /** Every field whose values must be kept to ask these conditions. The event's own ({@code _id}) are not among them. */
    public static Set<Field> fields(Collection<Condition> conditions) {
        Set<Field> fields = new LinkedHashSet<>();
        Deque<Condition> open = new ArrayDeque<>(conditions);
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case And(List<Condition> parts) -> parts.forEach(open::push);
                case Or(List<Condition> parts) -> parts.forEach(open::push);
                case Not(Condition part) -> open.push(part);
                case Condition leaf -> Conditions.fields(leaf, fields::add);
            }
        }
        fields.removeIf(field -> Scope.isOwn(field) || Scope.isWhole(field.type()));
        return fields;
    }

    /** How many conditions there are; their numbers are 0 to this. */
    public int size() {
        return roots.length;
    }

    /** The fields it was made for; an event must come with this very table. */
    public FieldTable table() {
        return table;
    }

    /** The conditions that events of an index are offered to; all of them when the index is not known (empty). */
    BitSet offered(String index) {
        BitSet offered = new BitSet(roots.length);
        Map<IndexPatterns, Boolean> asked = new HashMap<>();
        for (int condition = 0; condition < roots.length; condition++) {
            IndexPatterns patterns = indices.get(condition);
            offered.set(condition, index.isEmpty() || asked.computeIfAbsent(patterns, known -> known.matches(index)));
        }
        return offered;
    }

    /** Collects conditions. */
    public static final class Builder {

        private final FieldTypes types;
        private final List<Condition> conditions = new ArrayList<>();
        private final List<IndexPatterns> indices = new ArrayList<>();
        private Frequencies frequencies = Frequencies.usual();

        private Builder(FieldTypes types) {
            this.types = types;
        }

        /** Says how common values are, where more is known than {@link Frequencies#usual}. */
        public Builder frequencies(Frequencies known) {
            this.frequencies = known;
            return this;
        }

        /**
         * Adds a condition for events of some indices and says its number.
         *
         * @throws IllegalArgumentException if it is one that {@link MatchPlan#refusal} names
         */
        public int add(Condition condition, IndexPatterns index) {
            Refusal.of(condition).ifPresent(reason -> {
                throw new IllegalArgumentException(reason);
            });
            conditions.add(condition);
            indices.add(index);
            return conditions.size() - 1;
        }

        /**
         * Compiles what was added.
         *
         * @throws IllegalArgumentException if the table lacks a field of {@link MatchPlan#fields}
         */
        public MatchPlan build(FieldTable table) {
            return new MatchPlan(this, table);
        }
    }
}
