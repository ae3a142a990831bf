package io.picket.rule;

import io.picket.text.Problem;
import io.picket.text.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of rules, read: what it holds and what is wrong with it.
 *
 * @param name as messages name it
 * @param metadata the table {@code [metadata]} of a TOML file; empty for other formats
 * @param rules in the file's order, each by itself: a bad one says why and stops none of the others
 * @param exceptionLists with their items
 * @param problems of the file rather than of one rule: lines that are neither, counts that do not agree
 */
public record RuleFile(
        String name,
        Format format,
        Map<String, Object> metadata,
        List<Read<Rule>> rules,
        List<ExceptionList> exceptionLists,
        List<Problem> problems) {

    /** What the file looks like, told from its content. */
    public enum Format {
        /** One rule, or one list of exceptions, as in the public rule repository. */
        TOML,
        /** One JSON object. */
        JSON,
        JSON_ARRAY,
        /** One JSON object a line, as Kibana exports. */
        NDJSON,
        /** Nothing that could be told. */
        UNKNOWN
    }

    public RuleFile {
        rules = List.copyOf(rules);
        exceptionLists = List.copyOf(exceptionLists);
        problems = List.copyOf(problems);
    }

    /** The rules that can be used. */
    public List<Rule> usable() {
        List<Rule> usable = new ArrayList<>();
        for (Read<Rule> rule : rules) {
            if (rule instanceof Read.Ok<Rule> ok) {
                usable.add(ok.value());
            }
        }
        return usable;
    }

    /** Every problem: of the file, then of each rule. */
    public List<Problem> allProblems() {
        List<Problem> all = new ArrayList<>(problems);
        rules.forEach(rule -> all.addAll(rule.problems()));
        return all;
    }
}
