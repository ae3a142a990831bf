package io.picket.detect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be said of a new-terms rule's history: in a replay it comes from the data itself, so at the beginning of
 * the data everything looks new; and what was forgotten for want of memory looks new as well.
 */
final class NewTermsNotes {

    private final NewTermsHistory history;
    private long dataStart = Long.MAX_VALUE;
    private long unsure;
    private long forgotten;

    NewTermsNotes(NewTermsHistory history) {
        this.history = history;
    }

    /** There is data from this time on. */
    void data(long time) {
        dataStart = Math.min(dataStart, time);
    }

    /** An alert was raised that looked at history from this time on. */
    void raised(long historyStart) {
        if (historyStart < dataStart) {
            unsure++;
        }
    }

    /** Terms were given up for want of memory. */
    void forgot(long terms) {
        forgotten += terms;
    }

    long forgotten() {
        return forgotten;
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (unsure > 0) {
            warnings.add("History of " + words(Duration.ofMillis(history.back()))
                    + " is not in the data, which begins at " + Instant.ofEpochMilli(dataStart)
                    + ": alerts that may be on values seen before that: " + unsure + ".");
        }
        if (forgotten > 0) {
            warnings.add("Values forgotten because the rule's memory budget was reached, which will look new again: "
                    + forgotten + ".");
        }
        return warnings;
    }

    private static String words(Duration span) {
        return span.toSeconds() % 86_400 == 0 ? span.toDays() + " days" : span.toMinutes() + " minutes";
    }

    void save(StateWriter out) {
        out.number(dataStart);
        out.number(unsure);
        out.number(forgotten);
    }

    /** @throws IllegalStateException if there was data already */
    void load(StateReader in) {
        if (dataStart != Long.MAX_VALUE) {
            throw new IllegalStateException("already under way");
        }
        dataStart = in.number();
        unsure = in.number();
        forgotten = in.number();
    }
}
