package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import io.picket.rule.DataProfile;
import io.picket.rule.ExecutedTypes;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.text.Read;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads event files once to learn what of the fields and values that rules ask for is in them. */
public final class DataSurvey {

    /** What the files hold, and what there was in them. */
    public record Outcome(DataProfile profile, EventPass.Outcome read) {}

    private final DataProfile profile;
    private final FieldTable fields;
    private final Matcher matcher;
    private final List<Rule> matched;

    private DataSurvey(List<Rule> rules, FieldTypes types) {
        this.profile = DataProfile.of(rules, types);
        FieldTable.Builder table = FieldTable.builder();
        profile.fields().forEach(name -> table.add(name, types.ignoreAbove(name)));
        Provenance.FIELDS.forEach(name -> table.add(name, FieldTypes.IGNORE_ABOVE_DEFAULT));
        MatchPlan.Builder plan = MatchPlan.builder(types);
        this.matched = new ArrayList<>();
        for (Rule rule : rules) {
            if (ExecutedTypes.contains(rule.type())
                    && RuleConditions.of(rule, List.of(), Map.of(), types) instanceof Read.Ok<Condition> ok) {
                plan.add(MovingConditions.ever(ok.value()), rule.index());
                matched.add(rule);
                MatchPlan.fields(List.of(ok.value()))
                        .forEach(field -> table.add(field.name(), types.ignoreAbove(field.name())));
                DataProfile.counted(rule).forEach(name -> table.add(name, types.ignoreAbove(name)));
            }
        }
        this.fields = table.build();
        this.matcher = new Matcher(plan.build(fields));
    }

    /**
     * What the files hold of what the rules ask for.
     *
     * @param index what to take for the index of events that do not say theirs; empty: derive it
     */
    public static Outcome of(List<Rule> rules, FieldTypes types, List<EventFile> files, String index)
            throws IOException {
        DataSurvey survey = new DataSurvey(rules, types);
        EventPass.Outcome read = new EventPass(survey.fields, index).over(files, (event, file, line) -> {
            survey.see(event);
            return true;
        });
        return new Outcome(survey.profile, read);
    }

    private void see(Event event) {
        profile.event(event.index(), name -> event.texts(fields.slot(name)));
        int count = matcher.match(event);
        for (int i = 0; i < count; i++) {
            profile.matched(matched.get(matcher.matched(i)), name -> event.has(fields.slot(name)));
        }
    }
}
