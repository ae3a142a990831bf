package io.picket.detect;

import io.picket.alert.Alert;
import io.picket.alert.AlertWriter;
import io.picket.alert.Enrichment;
import io.picket.alert.SourceDocument;
import io.picket.alert.TypedValues;
import io.picket.condition.FieldTypes;
import io.picket.detect.ThreatKeys.Taken;
import io.picket.detect.ThreatMapping.Entry;
import io.picket.detect.ThreatMapping.Group;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.rule.IndicatorQuery;
import io.picket.rule.RuleBody.ThreatMatchBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/*
 * The indicators of one rule, ready to be asked which of them match an event.
 *
 * What. A group of the mapping is a tuple of fields, so an indicator is filed under one hash for each group: that of its
 * keys in the group's fields (on text fields, one for every word). An event makes the same hashes of its own values, in
 * every combination, and finds the indicators that may match it, however many there are.
 *
 * Why. Asking each indicator, or each event, one by one is what makes such rules slow; there may be a million of either.
 *
 * How. Hashes stand in a HashRefs, 16 to 32 bytes each. What is compared with the event once a hash agrees, what decides
 * whether the document is an indicator at the time, and what an alert tells of it is one record a document, told
 * by its difference from its neighbour; looking at it takes some microseconds, which only a hash that agrees costs.
 *
 * Invariants. A match is what the records say; hashes only save work. What comes out does not depend on the order in
 * which indicators came, but for what lies beyond COMPARED_MAX.
 *
 * Cost. An event that matches nothing: a hash and a cache miss for each value of each mapped field.
 */

/** The indicators of one rule. Bounded; for one thread. */
final class IndicatorSet {

    /** Most indicators that are compared with one event; the last ones added are compared first. */
    static final int COMPARED_MAX = 1_000;

    /** What became of a document that was added. */
    enum Added {
        TAKEN,
        /** It was there, in this version or a later one. */
        KNOWN,
        /** No group has a value of it to compare. */
        NO_VALUE,
        /** The budget is spent. */
        NO_ROOM
    }

    private final ThreatMapping mapping;
    private final FieldTable table;
    private final IndicatorObject object;
    private final long bytesMax;
    private IndicatorStore store;
    private HashRefs byHash = new HashRefs();
    private final Set<Integer> prefixesSeen = new TreeSet<>();
    private int[] prefixes = new int[0];

    /** Of the document at hand, by entry. */
    private final ThreatKeys[] keys;

    private final ThreatKeys others = new ThreatKeys();
    private final ThreatKeys unequal = new ThreatKeys();
    private final GroupHashes hashes;
    private long[] filedUnder = new long[8];
    private int filed;

    private final TimedCondition timed;
    /** The same, kept at the first time that was asked for. */
    private final TimedCondition timedFirst;

    private long firstAsked = Long.MAX_VALUE;
    private long lastAsked = Long.MIN_VALUE;
    private int compared;
    private long outOfTime;
    private long cut;

    IndicatorSet(
            ThreatMatchBody body, IndicatorQuery query, FieldTable table, FieldTypes types, long bytesMax, long seed) {
        this.mapping = ThreatMapping.of(body, table, types);
        this.timed = new TimedCondition(query.moving(), types);
        this.timedFirst = new TimedCondition(query.moving(), types);
        this.table = table;
        this.object = new IndicatorObject(body.indicatorPath());
        this.bytesMax = bytesMax;
        boolean[] wanted = new boolean[table.size()];
        Set<String> names = new LinkedHashSet<>(query.movingFields());
        body.mapping().forEach(group -> group.forEach(entry -> names.add(entry.value())));
        names.add("@timestamp");
        for (String name : names) {
            if (table.slot(name) != FieldTable.NONE) {
                wanted[table.slot(name)] = true;
            }
        }
        this.store = new IndicatorStore(table, wanted, query.movesOverDocument(), seed);
        this.keys = new ThreatKeys[mapping.entryCount()];
        Arrays.setAll(keys, entry -> new ThreatKeys());
        this.hashes = new GroupHashes(keys, seed);
    }

    // ---- taking indicators ----

    /** Takes a document that is an indicator at some time. */
    Added add(Event indicator) {
        file(indicator);
        if (filed == 0) {
            return Added.NO_VALUE;
        }
        if (bytes() > bytesMax && !madeAnew()) {
            return Added.NO_ROOM;
        }
        byte[] told = object.of(indicator.source(), indicator.sourceFrom(), indicator.sourceTo());
        return put(store.add(indicator, told)) ? Added.TAKEN : Added.KNOWN;
    }

    private boolean put(int number) {
        if (number == IndicatorStore.KNOWN) {
            return false;
        }
        for (int i = 0; i < filed; i++) {
            byHash.add(filedUnder[i], number);
        }
        return true;
    }

    /** Finds the hashes that an indicator is filed under. */
    private void file(Event indicator) {
        filed = 0;
        for (int i = 0; i < mapping.groups().size(); i++) {
            Group group = mapping.groups().get(i);
            for (Entry entry : group.equal()) {
                keys[entry.number()].ofIndicator(indicator, entry, group.taken(entry));
                note(keys[entry.number()].prefixes());
            }
            for (hashes.begin(group); hashes.hasNext(); ) {
                file(hashes.next());
            }
            cut += hashes.wasCut() ? 1 : 0;
        }
    }

    private void file(long hash) {
        for (int i = 0; i < filed; i++) {
            if (filedUnder[i] == hash) {
                return;
            }
        }
        if (filed == filedUnder.length) {
            filedUnder = Arrays.copyOf(filedUnder, 2 * filed);
        }
        filedUnder[filed++] = hash;
    }

    private void note(int[] lengths) {
        for (int length : lengths) {
            if (prefixesSeen.add(length)) {
                prefixes = prefixesSeen.stream().mapToInt(Integer::intValue).toArray();
            }
        }
    }

    /** The hashes that the indicator added last is filed under. */
    long[] hashes() {
        return Arrays.copyOf(filedUnder, filed);
    }

    /** Makes the set anew without what was replaced, if that gives room. */
    private boolean madeAnew() {
        if (store.size() > store.numbers() / 4 * 3) {
            return false;
        }
        IndicatorStore before = store;
        long[] filedNow = filedUnder;
        int filedCount = filed;
        store = before.anew();
        byHash = new HashRefs();
        for (int number = 0; number < before.numbers(); number++) {
            if (before.isLive(number)) {
                add(before.record(number));
            }
        }
        filedUnder = filedNow;
        filed = filedCount;
        return bytes() <= bytesMax;
    }

    private void add(byte[] record) {
        int number = store.add(record);
        if (number != IndicatorStore.KNOWN) {
            file(store.event(number));
            put(number);
        }
    }

    // ---- asking ----

    /** Whether some indicator matches the event, at whatever time. */
    boolean touches(Event event) {
        return !find(event, Long.MIN_VALUE, true).isEmpty();
    }

    /** The indicators of a time that match an event, one for each entry that says so. */
    List<ThreatMatch> matches(Event event, long time) {
        firstAsked = Math.min(firstAsked, time);
        lastAsked = Math.max(lastAsked, time);
        return find(event, time, false);
    }

    private List<ThreatMatch> find(Event event, long time, boolean anyTime) {
        Set<ThreatMatch> found = null;
        compared = 0;
        for (int i = 0; i < mapping.groups().size(); i++) {
            Group group = mapping.groups().get(i);
            ofEvent(event, group);
            for (hashes.begin(group); hashes.hasNext(); ) {
                int place = byHash.first(hashes.next());
                if (place != HashRefs.NONE) {
                    found = found == null ? new TreeSet<>(ThreatMatch.ORDER) : found;
                    compare(place, group, event, time, anyTime, found);
                }
            }
            cut += hashes.wasCut() ? 1 : 0;
        }
        return found == null ? List.of() : List.copyOf(found);
    }

    /** The hashes that an event is looked up under. */
    void hashesOf(Event event, LongConsumer each) {
        for (int i = 0; i < mapping.groups().size(); i++) {
            Group group = mapping.groups().get(i);
            ofEvent(event, group);
            for (hashes.begin(group); hashes.hasNext(); ) {
                each.accept(hashes.next());
            }
        }
    }

    /** Events have more hashes from the moment on when this number has grown. */
    int kindsOfHashes() {
        return prefixes.length;
    }

    private void ofEvent(Event event, Group group) {
        for (int i = 0; i < group.equal().size(); i++) {
            Entry entry = group.equal().get(i);
            keys[entry.number()].ofEvent(event, entry.eventSlot(), entry.eventType(), prefixes);
        }
    }

    private void compare(int from, Group group, Event event, long time, boolean anyTime, Set<ThreatMatch> found) {
        for (int place = from; place != HashRefs.NONE; place = byHash.next(place)) {
            int number = byHash.number(place);
            if (!store.isLive(number)) {
                continue;
            }
            if (compared++ == COMPARED_MAX) {
                cut++;
                return;
            }
            Event indicator = store.event(number);
            List<ThreatMatch> matches = matches(group, event, indicator, number);
            if (!matches.isEmpty() && !anyTime && !timed.meets(indicator, time)) {
                outOfTime++;
            } else {
                found.addAll(matches);
            }
        }
    }

    /** A match for each entry of a group that holds; none if it does not. */
    private List<ThreatMatch> matches(Group group, Event event, Event indicator, int number) {
        List<ThreatMatch> matches = new ArrayList<>(group.equal().size());
        for (Entry entry : group.equal()) {
            others.ofIndicator(indicator, entry, group.taken(entry));
            int key = keys[entry.number()].common(others);
            if (key < 0) {
                return List.of();
            }
            Object atomic = TypedValues.asWritten(event, keys[entry.number()].value(key));
            matches.add(new ThreatMatch(entry, number, indicator.index(), indicator.idOrHash(), atomic));
        }
        for (Entry entry : group.unequal()) {
            others.ofIndicator(indicator, entry, Taken.ALL);
            unequal.ofEvent(event, entry.eventSlot(), entry.eventType(), others.prefixes());
            if (unequal.common(others) >= 0) {
                return List.of();
            }
        }
        return matches;
    }

    /** The alert on an event that these indicators match; it tells of the first of them. */
    Optional<Alert> alert(AlertWriter writer, SourceDocument document, List<ThreatMatch> matches, long time) {
        List<Enrichment> told = matches.stream()
                .limit(Enrichment.PER_ALERT_MAX)
                .map(this::enrichment)
                .toList();
        return writer.threat(document, told, matches.size() - told.size(), time);
    }

    private Enrichment enrichment(ThreatMatch match) {
        Map<String, Object> told = store.told(match.number());
        return new Enrichment(
                objectOf(told.get("indicator")),
                told.get("feed") instanceof String feed ? feed : "",
                match.atomic(),
                match.entry().field(),
                match.index(),
                match.id());
    }

    private static Map<String, Object> objectOf(@Nullable Object told) {
        Map<String, Object> indicator = new java.util.LinkedHashMap<>();
        if (told instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    indicator.put(String.valueOf(key), value);
                }
            });
        }
        return indicator;
    }

    // ---- telling ----

    /** How many indicators there are. */
    int size() {
        return store.size();
    }

    /** How many matches did not count because the document was no indicator at the time. */
    long outOfTime() {
        return outOfTime;
    }

    /** How many times a document had more values, or an event more indicators to compare, than are looked at. */
    long cut() {
        return cut;
    }

    /** How many documents were indicators neither at the first time that was asked for nor at the last. */
    int neverOfTime() {
        if (!timed.moves() || firstAsked > lastAsked) {
            return 0;
        }
        int never = 0;
        for (int number = 0; number < store.numbers(); number++) {
            if (store.isLive(number)) {
                Event indicator = store.event(number);
                never += timedFirst.meets(indicator, firstAsked) || timed.meets(indicator, lastAsked) ? 0 : 1;
            }
        }
        return never;
    }

    /** Heap bytes, about. */
    long bytes() {
        return store.bytes() + byHash.bytes();
    }

    void save(StateWriter out) {
        out.number(outOfTime);
        out.number(cut);
        out.number(firstAsked);
        out.number(lastAsked);
        out.size(store.size());
        for (int number = 0; number < store.numbers(); number++) {
            if (store.isLive(number)) {
                out.event(store.event(number));
                out.bytes(store.toldBytes(number));
            }
        }
    }

    void load(StateReader in) {
        outOfTime = in.number();
        cut = in.number();
        firstAsked = in.number();
        lastAsked = in.number();
        store = store.anew();
        byHash = new HashRefs();
        Event indicator = new Event(table);
        for (int i = in.size(); i > 0; i--) {
            in.event(indicator);
            byte[] told = in.bytes();
            file(indicator);
            put(store.add(indicator, told));
        }
    }
}
