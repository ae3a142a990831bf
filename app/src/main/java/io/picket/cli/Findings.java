package io.picket.cli;

import io.picket.text.Level;
import io.picket.text.Problem;
import java.util.Comparator;
import java.util.List;

/**
 * What came of checking some files, to be printed by one of the writers.
 *
 * @param files every file that was looked at, in order, also those without a problem
 * @param problems in the order of files and places
 */
public record Findings(List<String> files, List<Problem> problems) {

    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
                    (Problem problem) -> problem.place().file())
            .thenComparingInt(problem -> problem.place().line())
            .thenComparingInt(problem -> problem.place().column());

    public Findings {
        files = List.copyOf(files);
        problems = problems.stream().sorted(BY_PLACE).toList();
    }

    public long count(Level level) {
        return problems.stream().filter(problem -> problem.level() == level).count();
    }

    /** Whether something should be mended: an error or a warning. Notes are only worth knowing. */
    public boolean isFault() {
        return problems.stream().anyMatch(Findings::isFault);
    }

    static boolean isFault(Problem problem) {
        return problem.level() != Level.NOTE;
    }

    /** The message and how to mend it, as one text. */
    static String words(Problem problem) {
        return problem.mend().isEmpty() ? problem.message() : problem.message() + " " + problem.mend();
    }
}
