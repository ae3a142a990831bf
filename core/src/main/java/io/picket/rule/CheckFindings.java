package io.picket.rule;

import io.picket.text.Level;
import io.picket.text.Place;
import io.picket.text.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what the checks find in one rule, at most {@value #FINDINGS_MAX}. */
final class CheckFindings {

    /** A query with thousands of slips is told about once, not thousands of times. */
    static final int FINDINGS_MAX = 100;

    private final List<Problem> problems = new ArrayList<>();

    void add(CheckKind kind, Place place, String message, String mend) {
        add(kind, kind.level(), place, message, mend);
    }

    void add(CheckKind kind, Level level, Place place, String message, String mend) {
        if (problems.size() < FINDINGS_MAX) {
            problems.add(kind.problem(level, message, mend, place));
        }
    }

    List<Problem> problems() {
        return problems;
    }
}
