package io.picket.mapping;

import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;

/** What is wrong with a mapping, or not applied of it: the first ones by name, the rest by their number. */
final class MappingProblems {

    private static final int PROBLEMS_MAX = 20;

    private final SourceText source;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Span> boundedForms = new ArrayList<>();
    private int unlisted;
    private Span firstUnlisted = Span.at(0);
    private boolean failed;

    MappingProblems(SourceText source) {
        this.source = source;
    }

    boolean failed() {
        return failed;
    }

    /** All of them; at least one if it {@link #failed}. */
    List<Problem> list() {
        List<Problem> all = new ArrayList<>(problems);
        if (!boundedForms.isEmpty()) {
            all.add(Problem.warning(
                    "MAP-007",
                    "The limit of multi-fields (ignore_above; " + boundedForms.size()
                            + " of them, the first here) is that"
                            + " of the field they belong to: a pattern or a test for existence sees longer values, too.",
                    "",
                    source.place(boundedForms.getFirst())));
        }
        if (unlisted > 0) {
            all.add(Problem.warning(
                    "MAP-010",
                    "There are " + unlisted + " more warnings about this mapping, the first of them here.",
                    "",
                    source.place(firstUnlisted)));
        }
        return all;
    }

    void error(String code, Span span, String message, String mend) {
        if (!failed || problems.size() < PROBLEMS_MAX) {
            problems.add(Problem.error(code, message, mend, source.place(span)));
        }
        failed = true;
    }

    void warn(String code, Span span, String message, String mend) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(Problem.warning(code, message, mend, source.place(span)));
        } else if (unlisted++ == 0) {
            firstUnlisted = span;
        }
    }

    /** Something in the mapping changes what Elasticsearch finds, and not what is found here. */
    void unapplied(Span span, String message) {
        warn("MAP-007", span, message, "");
    }

    /** A multi-field has a limit of its own. Nearly every mapping has many, so they get one sentence. */
    void boundedForm(Span span) {
        boundedForms.add(span);
    }

    /** Where the parser's present token stands. */
    Span here(JsonParser json) {
        int length = source.text().length();
        int start = Math.clamp(json.currentTokenLocation().getCharOffset(), 0, length);
        int end = Math.clamp(json.currentLocation().getCharOffset(), start, length);
        return new Span(start, end);
    }
}
