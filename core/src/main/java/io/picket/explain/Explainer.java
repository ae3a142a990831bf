package io.picket.explain;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.ValueList;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.explain.Explanation.Section;
import io.picket.match.Evaluator;
import io.picket.match.MatchPlan;
import io.picket.match.Scope;
import io.picket.rule.ExceptionItem;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Explains one rule to any number of events, one at a time. */
public final class Explainer {

    private final Rule rule;
    private final long nowMillis;
    private final List<RuleSections.Asked> asked;
    private final Afterwards afterwards;
    private final FieldTable table;
    private final Evaluator evaluator;

    /**
     * What a section of the rule asks, as a condition.
     *
     * @param name which one: the numbers of a step, the name of an exception; empty for the query
     */
    public record Part(Explanation.Kind kind, String name, Condition condition) {}

    private Explainer(Rule rule, List<RuleSections.Asked> asked, FieldTypes types, long nowMillis) {
        this.rule = rule;
        this.nowMillis = nowMillis;
        this.asked = asked;
        this.evaluator = new Evaluator(types);
        FieldTable.Builder fields = FieldTable.builder();
        Provenance.FIELDS.forEach(name -> fields.add(name, FieldTypes.IGNORE_ABOVE_DEFAULT));
        MatchPlan.fields(asked.stream().map(one -> one.clause().condition()).toList())
                .forEach(field -> fields.add(field.name(), types.ignoreAbove(field.name())));
        Afterwards.fields(rule, asked).forEach(name -> fields.add(name, types.ignoreAbove(name)));
        this.table = fields.build();
        this.afterwards = new Afterwards(rule, table, types);
    }

    /**
     * An explainer of a rule whose condition compiles; the problems are those of compiling it.
     *
     * @param exceptions the items of every exception list that applies to the rule
     * @param valueLists by id
     * @param nowMillis what {@code now} means to events that have no time of their own, epoch milliseconds
     */
    public static Read<Explainer> of(
            Rule rule,
            Collection<ExceptionItem> exceptions,
            Map<String, ValueList> valueLists,
            FieldTypes types,
            long nowMillis) {
        if (RuleConditions.of(rule, exceptions, valueLists, types) instanceof Read.Failed<Condition> failed) {
            return Read.failed(failed.problems());
        }
        return new RuleSections(rule, types)
                .of(exceptions, valueLists)
                .map(asked -> new Explainer(rule, asked, types, nowMillis));
    }

    /** The rule's sections, in the order of every explanation; they may depend on what time it is. */
    public List<Part> parts() {
        return asked.stream()
                .map(one -> new Part(one.kind(), one.name(), one.clause().condition()))
                .toList();
    }

    /** The fields that events are to be read for, with their sources. */
    public FieldTable table() {
        return table;
    }

    /**
     * How many tests the event does not meet of those that one section asks and the rule's filters and exceptions; of
     * alternatives the nearest is counted. 0 if it meets all.
     *
     * @param event read for any table, with its source
     * @param section its number in {@link #parts}; the query or a step
     * @param millis the event's time
     */
    public int lacking(Event event, int section, long millis) {
        Scope scope = evaluator.scope(event);
        int lacking = 0;
        for (int i = 0; i < asked.size(); i++) {
            RuleSections.Asked one = asked.get(i);
            boolean removes = one.kind() == Explanation.Kind.FILTER || one.kind() == Explanation.Kind.EXCEPTION;
            if (i == section || removes) {
                boolean holding = one.kind() != Explanation.Kind.EXCEPTION;
                lacking += Judgement.lacking(one.clause().at(millis), holding, evaluator, scope);
            }
        }
        return lacking;
    }

    /** The same for a document, which is read here; empty if it is no JSON object. */
    public Optional<Explanation> of(String index, String id, byte[] document) {
        Event event = new Event(table);
        if (!new EventReader(table).read(document, 0, document.length, event)) {
            return Optional.empty();
        }
        event.origin(index, id);
        return Optional.of(of(event));
    }

    /** Why this event, read for {@link #table}, meets the rule or does not. */
    public Explanation of(Event event) {
        Scope scope = evaluator.scope(event);
        List<Section> sections = new ArrayList<>();
        long now = afterwards.time(event).orElse(nowMillis);
        for (RuleSections.Asked one : asked) {
            sections.add(new Section(
                    one.kind(), one.name(), Judgement.of(one.clause().at(now), evaluator, scope)));
        }
        boolean offered = event.index().isEmpty() || rule.index().matches(event.index());
        Explanation matched = new Explanation(event.index(), offered, sections, List.of());
        return matched.matches()
                ? new Explanation(event.index(), true, sections, afterwards.of(event, scope, asked, sections))
                : matched;
    }
}
