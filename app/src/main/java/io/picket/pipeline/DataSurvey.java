package io.picket.pipeline;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.condition.MovingConditions;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.match.MatchPlan;
import io.picket.match.Matcher;
import io.picket.rule.DataProfile;
import io.picket.rule.ExecutedTypes;
import io.picket.rule.Rule;
import io.picket.rule.RuleConditions;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads event files once to learn what of the fields and values that rules ask for is in them. */
public final class DataSurvey implements Sources.DocumentSink {

    private final DataProfile profile;
    private final String index;
    private final FieldTable fields;
    private final Event event;
    private final EventReader reader;
    private final Provenance provenance;
    private final Matcher matcher;
    private final List<Rule> matched;

    private DataSurvey(List<Rule> rules, FieldTypes types, String index) {
        this.profile = DataProfile.of(rules, types);
        this.index = index;
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
        this.event = new Event(fields);
        this.reader = new EventReader(fields);
        this.provenance = new Provenance(fields);
        this.matcher = new Matcher(plan.build(fields));
    }

    /**
     * What the files hold of what the rules ask for.
     *
     * @param index what to take for the index of events that do not say theirs; empty: derive it
     */
    public static DataProfile of(List<Rule> rules, FieldTypes types, List<EventFile> files, String index) {
        DataSurvey survey = new DataSurvey(rules, types, index);
        for (EventFile file : files) {
            Source source = new Source(file, Survey.unordered(0), survey);
            source.readToEnd();
        }
        return survey.profile;
    }

    @Override
    public void document(Source source, byte[] bytes, int from, int to) {
        if (!reader.readHit(bytes, from, to, event)) {
            return;
        }
        Placing.place(event, source, index, provenance);
        profile.event(event.index(), name -> event.texts(fields.slot(name)));
        int count = matcher.match(event);
        for (int i = 0; i < count; i++) {
            profile.matched(matched.get(matcher.matched(i)), name -> event.has(fields.slot(name)));
        }
    }

    @Override
    public void rejected(Source source, long line, String reason, byte[] bytes, int from, int to) {}
}
