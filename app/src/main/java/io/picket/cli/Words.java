package io.picket.cli;

import io.picket.pipeline.EventPass;
import io.picket.pipeline.HuntOptions;
import io.picket.pipeline.HuntSummary;
import io.picket.pipeline.PreparedRules;
import io.picket.text.Problem;
import io.picket.text.Read;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a hunt says on standard error, in sentences. */
final class Words {

    private static final int REFUSED_LISTED = 10;
    private static final int DOUBTS_LISTED = 10;
    private static final int UNREACHED_LISTED = 3;

    private Words() {}

    /** What was read; its warnings are said. */
    static <T> T usable(Read<T> read, PrintWriter err) throws InputException {
        return switch (read) {
            case Read.Ok<T> ok -> {
                problems(ok.problems(), err);
                yield ok.value();
            }
            case Read.Failed<T> failed -> throw new InputException(sentences(failed.problems()));
        };
    }

    /** Says something to the person at the terminal, which may hold words of strangers. */
    static void say(PrintWriter err, @Nullable String sentence) {
        err.println("picket: " + Shown.lines(String.valueOf(sentence)));
    }

    static void problems(Collection<Problem> problems, PrintWriter err) {
        problems.forEach(problem -> say(err, problem.toString()));
    }

    /** As the message of an {@link InputException}. */
    static String sentences(List<Problem> problems) {
        return String.join(
                "\npicket: ", problems.stream().map(Problem::toString).toList());
    }

    /** Rules that are not used, and why. */
    static void refused(PreparedRules prepared, PrintWriter err) {
        int listed = 0;
        for (PreparedRules.Refused refused : prepared.refused()) {
            if (listed++ == REFUSED_LISTED) {
                say(
                        err,
                        "… and " + (prepared.refused().size() - REFUSED_LISTED)
                                + " more rules are not used; picket rules support lists them all");
                break;
            }
            say(err, "not used: " + refused.rule() + ": " + refused.reason());
        }
    }

    /** Rules that are used otherwise than they say. */
    static void doubts(PreparedRules prepared, PrintWriter err) {
        prepared.doubts().stream().limit(DOUBTS_LISTED).forEach(doubt -> say(err, doubt.toString()));
        if (prepared.doubts().size() > DOUBTS_LISTED) {
            say(
                    err,
                    "… and " + (prepared.doubts().size() - DOUBTS_LISTED)
                            + " more warnings; picket rules check lists them all");
        }
    }

    /** What was left out, given up or offered to all. */
    static void summary(HuntSummary summary, HuntOptions options, PrintWriter err) {
        unread(summary.rejections(), summary.faults(), err);
        if (summary.untimed() > 0) {
            say(
                    err,
                    counted(summary.untimed(), "event")
                            + " without a readable @timestamp; rules go by time, so none judged them");
        }
        if (summary.unplaced() > 0) {
            say(
                    err,
                    counted(summary.unplaced(), "event")
                            + (summary.unplaced() == 1 ? " does" : " do")
                            + " not tell the index it belongs to; offered to every rule (--index NAME says it)");
        }
        if (summary.events() > 0 && !summary.unreached().isEmpty()) {
            say(err, unreached(summary));
        }
        for (HuntSummary.LateEvents late : summary.late()) {
            say(
                    err,
                    late.ruleName() + ": " + counted(late.events(), "event") + " came more than "
                            + spoken(options.lateness().toMillis())
                            + " behind and were left out; --lateness allows more");
        }
        summary.notes().forEach(note -> say(err, note));
    }

    private static String unreached(HuntSummary summary) {
        List<String> names = summary.unreached();
        int more = names.size() - UNREACHED_LISTED;
        return names.size() + " of " + counted(summary.rules(), "rule") + " had no event from "
                + (names.size() == 1 ? "its" : "their") + " indices: "
                + String.join(", ", names.subList(0, Math.min(names.size(), UNREACHED_LISTED)))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** What of a pass over event files was left out. */
    static void unread(EventPass.Outcome read, PrintWriter err) {
        unread(read.rejections(), read.faults(), err);
    }

    static void unread(List<String> rejections, List<String> faults, PrintWriter err) {
        rejections.forEach(sentence -> say(err, "rejected: " + sentence));
        faults.forEach(fault -> say(err, fault));
    }

    static String counted(long count, String noun) {
        return String.format(java.util.Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    /** A span in its largest whole unit. */
    static String spoken(long millis) {
        long[] units = {86_400_000, 3_600_000, 60_000, 1000};
        String[] letters = {"d", "h", "m", "s"};
        for (int i = 0; i < units.length; i++) {
            if (millis >= units[i] && millis % units[i] == 0) {
                return millis / units[i] + letters[i];
            }
        }
        return millis + "ms";
    }

    /** A span as it is felt: {@code 3m 59s}, {@code 27.4s}, {@code 36ms}. */
    static String lasting(long millis) {
        if (millis >= 3_600_000) {
            return millis / 3_600_000 + "h " + millis / 60_000 % 60 + "m";
        }
        if (millis >= 60_000) {
            return millis / 60_000 + "m " + millis / 1000 % 60 + "s";
        }
        return millis >= 1000 ? String.format(java.util.Locale.ROOT, "%.1fs", millis / 1000.0) : millis + "ms";
    }
}
