package io.picket.detect;

import java.util.ArrayList;
import java.util.List;

/** What an indicator match rule has to say of its indicators. */
final class ThreatNotes {

    private final IndicatorSet indicators;
    private final RecentEvents recent;
    private long taken;
    private long withoutValue;
    private long refused;
    private boolean cameLate;

    ThreatNotes(IndicatorSet indicators, RecentEvents recent) {
        this.indicators = indicators;
        this.recent = recent;
    }

    /**
     * Counts a document that was added; false if there was no room for it.
     *
     * @param late whether events came before it
     */
    boolean counts(IndicatorSet.Added added, boolean late) {
        cameLate |= late;
        switch (added) {
            case TAKEN, KNOWN -> taken++;
            case NO_VALUE -> withoutValue++;
            case NO_ROOM -> refused++;
        }
        return added != IndicatorSet.Added.NO_ROOM;
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (taken == 0) {
            warnings.add("There were no indicators, so nothing could match. They are documents of its threat_index that"
                    + " meet its threat_query and threat_filters.");
        }
        if (withoutValue > 0) {
            warnings.add("Indicators that lack a value to compare, or have several in one field, left out: "
                    + withoutValue + ".");
        }
        if (refused > 0) {
            warnings.add("Indicators left out because the memory budget for them was reached: " + refused + ".");
        }
        int never = indicators.neverOfTime();
        if (never > 0) {
            warnings.add("Indicators that threat_query takes neither at the first time compared nor at the last,"
                    + " mostly for their age: " + never + " of " + indicators.size() + ".");
        }
        if (indicators.outOfTime() > 0) {
            warnings.add("Matches with indicators that threat_query did not take at the event's time, left out: "
                    + indicators.outOfTime() + ".");
        }
        if (indicators.cut() > 0) {
            warnings.add("Times that a document had more values, or a value more indicators, than are compared: "
                    + indicators.cut() + ".");
        }
        if (cameLate && recent.shed() > 0) {
            warnings.add("Events that indicators which came later were not compared with, for want of memory: "
                    + recent.shed() + ".");
        }
        return warnings;
    }

    void save(StateWriter out) {
        out.number(taken);
        out.number(withoutValue);
        out.number(refused);
        out.flag(cameLate);
    }

    void load(StateReader in) {
        taken = in.number();
        withoutValue = in.number();
        refused = in.number();
        cameLate = in.flag();
    }
}
