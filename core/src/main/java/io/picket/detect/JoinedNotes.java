package io.picket.detect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a rule that joins events has given up for want of room: how much, and whom for example. */
final class JoinedNotes {

    private static final int NAMED_MAX = 3;

    private final Set<JoinKey> named = new LinkedHashSet<>();
    private long keys;
    private long crowded;

    /** What waited for this key is given up. */
    void gaveUp(JoinKey key) {
        keys++;
        if (named.size() < NAMED_MAX) {
            named.add(key);
        }
    }

    /** Events had more keys than are kept. */
    void crowded(long events) {
        crowded += events;
    }

    /** How often something was given up. */
    long count() {
        return keys + crowded;
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (keys > 0) {
            String such = named.stream()
                    .map(JoinKey::name)
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.joining(", "));
            warnings.add("What waited for further events was given up because the rule's memory budget was reached: "
                    + keys + (keys == 1 ? " key" : " keys") + (such.isEmpty() ? "." : ", such as " + such + "."));
        }
        if (crowded > 0) {
            warnings.add("Events with more than " + SequenceKeys.KEYS_PER_EVENT_MAX
                    + " combinations of values to join by, taken for the first of them only: " + crowded + ".");
        }
        return warnings;
    }

    void save(StateWriter out) {
        out.number(keys);
        out.number(crowded);
        out.size(named.size());
        named.forEach(key -> out.values(key.values()));
    }

    void load(StateReader in) {
        keys = in.number();
        crowded = in.number();
        for (int i = in.size(); i > 0; i--) {
            named.add(JoinKey.of(in.values()));
        }
    }
}
