package io.picket.rule;

import io.picket.text.Level;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import io.picket.text.Span;
import java.util.ArrayList;
import java.util.List;

/** The problems found while one thing is read, in the order found. A hostile file may have many: the rest is counted. */
final class ProblemList {

    /** Most problems that are listed for one rule, list or file. */
    static final int PROBLEMS_MAX = 200;

    private final SourceText source;
    private final List<Problem> problems = new ArrayList<>();
    private int errors;
    private int unlisted;

    ProblemList(SourceText source) {
        this.source = source;
    }

    SourceText source() {
        return source;
    }

    void error(String code, Span span, String message, String mend) {
        errors++;
        if (room()) {
            problems.add(Problem.error(code, message, mend, source.place(span)));
        }
    }

    void warning(String code, Span span, String message, String mend) {
        if (room()) {
            problems.add(Problem.warning(code, message, mend, source.place(span)));
        }
    }

    void note(String code, Span span, String message) {
        if (room()) {
            problems.add(Problem.note(code, message, "", source.place(span)));
        }
    }

    void addAll(List<Problem> more) {
        for (Problem problem : more) {
            errors += problem.level() == Level.ERROR ? 1 : 0;
            if (room()) {
                problems.add(problem);
            }
        }
    }

    boolean failed() {
        return errors > 0;
    }

    int errors() {
        return errors;
    }

    List<Problem> all() {
        if (unlisted == 0) {
            return List.copyOf(problems);
        }
        List<Problem> all = new ArrayList<>(problems);
        String message = "There are " + unlisted + " more problems that are not listed.";
        all.add(Problem.error(
                "RULE-005",
                message,
                "Mend those above first.",
                problems.getFirst().place()));
        return all;
    }

    /** The value, if nothing made it unusable. */
    <T> Read<T> read(T value) {
        return failed() ? Read.failed(all()) : Read.ok(value, all());
    }

    private boolean room() {
        if (problems.size() >= PROBLEMS_MAX) {
            unlisted++;
            return false;
        }
        return true;
    }
}
