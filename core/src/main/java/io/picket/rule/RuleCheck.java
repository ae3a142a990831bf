package io.picket.rule;

import io.picket.condition.FieldTypes;
import io.picket.text.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for flaws in rules that could be read: what a person would find who knows the query languages, the schedule and
 * the data sources well. Every kind of flaw is in {@link CheckKind}; what the compilers of query and filters say comes
 * with them. What the reader of the file said is in its {@link RuleFile} and is not repeated.
 */
public final class RuleCheck {

    private RuleCheck() {}

    /**
     * Flaws of each rule by itself and of the rules with one another, in the order of the rules; of one rule at most
     * {@link CheckFindings#FINDINGS_MAX}.
     */
    public static List<Problem> check(List<Rule> rules, FieldTypes types) {
        CheckNearest nearest = new CheckNearest(types);
        List<Problem> problems = new ArrayList<>();
        List<CheckKeys> keys = new ArrayList<>();
        for (Rule rule : rules) {
            CheckSubject subject = CheckSubject.of(rule, types, nearest);
            keys.add(subject.keys());
            CheckFindings out = new CheckFindings();
            CheckMetadata.look(subject, out);
            CheckConventions.look(subject, out);
            CheckAttack.look(subject, out);
            CheckSchedule.look(subject, out);
            CheckSources.look(subject, out);
            CheckThreshold.look(subject, out);
            CheckKql.look(subject, out);
            CheckEql.look(subject, out);
            CheckEsql.look(subject, out);
            CheckFields.look(subject, out);
            problems.addAll(subject.doubts());
            problems.addAll(out.problems());
        }
        problems.addAll(CheckDuplicates.among(rules, keys));
        return problems;
    }

    /** Why the rule can never match the data of the profile; empty if it may, or if the data is empty. */
    public static List<Problem> against(Rule rule, FieldTypes types, DataProfile data) {
        CheckSubject subject = CheckSubject.of(rule, types, new CheckNearest(types));
        CheckFindings out = new CheckFindings();
        CheckData.look(subject, data, out);
        return out.problems();
    }
}
