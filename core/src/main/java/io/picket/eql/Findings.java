package io.picket.eql;

import io.picket.text.Problem;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a query that reads well, in the order it is found. */
final class Findings {

    /** More are not worth reading. */
    private static final int PROBLEMS_MAX = 50;

    private final SourceText source;
    private final List<Problem> problems = new ArrayList<>();

    Findings(SourceText source) {
        this.source = source;
    }

    void add(String code, Span span, String message, String mend) {
        Problem problem = Problem.error(code, message, mend, source.place(span));
        if (problems.size() < PROBLEMS_MAX && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    List<Problem> problems() {
        return problems;
    }
}
