package io.picket.rule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Which rule types are executed: the one place that says so, for the support report and for whoever makes detectors. */
public final class ExecutedTypes {

    public static final Set<RuleType> ALL = Collections.unmodifiableSet(EnumSet.of(
            RuleType.QUERY,
            RuleType.SAVED_QUERY,
            RuleType.THRESHOLD,
            RuleType.NEW_TERMS,
            RuleType.EQL,
            RuleType.THREAT_MATCH));

    private ExecutedTypes() {}

    public static boolean contains(RuleType type) {
        return ALL.contains(type);
    }
}
