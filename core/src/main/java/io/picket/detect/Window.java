package io.picket.detect;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Exact counts over a sliding window: for each group how many events and how many distinct values lie in it.
 *
 * <h2>Why it is built like this</h2>
 *
 * A rule asks of each event "how many distinct values has this group had since t minus the look-back". Sketches cannot
 * forget, and a map of maps costs a hundred bytes an entry. Here everything is one queue of records in order of time
 * ({@link WindowLog}) and one flat table from (group, value) to its newest record ({@link WindowTable}). The window's
 * lower bound moves by popping records off the head: a popped record that was superseded by a newer one only lowers its
 * group's event count; one that was not takes its value with it. Nothing is ever scanned.
 *
 * <p>The records also answer what the counts cannot: walking a group's chain gives its least and greatest time, the
 * events of any sub-range, and the evidence of an alert.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>{@code events(g)} = records of g with GROUP_START; {@code distinct(g)} = table entries of g = records of g with
 *       a value that are not superseded.
 *   <li>A group's number lives as long as it has records or somebody else holds it; so does every word.
 *   <li>The newest record of a group is its chain's start, whatever was popped.
 * </ul>
 *
 * <h2>Cost</h2>
 *
 * Adding is O(1) amortised and allocates nothing once tables and pages are there; about 36 bytes a record, 12 an entry,
 * 50 a group. HOT: what belongs together lies together, since every cache miss costs more than all arithmetic.
 *
 * <h2>When memory ends</h2>
 *
 * {@link #shed} gives up, until a quarter of the budget is free: records out of reach; then, where one event is enough
 * for a group and at least an eighth of the records repeat others, repeated values (distinct counts stay exact, event counts become lower bounds); then whole groups, those
 * furthest from their threshold first and among equals the longest silent. Groups that are {@link #protect protected}
 * stay. What was given up is remembered coarsely by hash of the group and time, never too little: {@link #isExact}.
 */
final class Window {

    private static final int NONE = -1;
    private static final int MARKS = 4096;
    /** Columns of a group's row in its dictionary. */
    private static final int EVENTS = 0;

    private static final int DISTINCT = 1;
    private static final int NEWEST = 2;
    private static final int GROUP_COLUMNS = 3;
    /** A group's share of tables and columns, roughly. */
    private static final int GROUP_BYTES = 64;
    /** Groups above this number cannot be ranked; they would take more than two gigabytes. */
    private static final int GROUPS_ORDERED_MAX = 1 << 25;

    final WindowLog log;
    final WindowDictionary groups;
    /** Values, targets, command lines and odd ids. */
    final WindowDictionary words;
    /** What {@link WindowLog} keeps in two bytes: few and often repeated. */
    final WindowDictionary details;

    private final WindowTable table;
    private final long value;
    private final long distinctMin;

    private boolean[] isProtected = new boolean[64];

    /** Greatest time of anything given up, by the group's hash. */
    private final long[] groupsShedAt = marks();

    private final long[] eventsShedAt = marks();
    private long shedEvents;
    private long shedGroups;

    private final Sighting read = new Sighting();
    private final IntConsumer retainWord;
    private final IntConsumer releaseWord;

    Window(WindowLog.Columns columns, long value, long distinctMin, long hashSeed) {
        this.log = new WindowLog(columns);
        this.groups = new WindowDictionary(hashSeed, GROUP_COLUMNS);
        this.words = new WindowDictionary(hashSeed, 0);
        this.details = new WindowDictionary(hashSeed, 0);
        this.table = new WindowTable(log, hashSeed);
        this.value = value;
        this.distinctMin = distinctMin;
        this.retainWord = words::retain;
        this.releaseWord = words::release;
    }

    // ---- adding and expiring ----

    /** Adds one record of {@code sighting} to a group; {@code number} is its value or {@link Sighting#NONE}. */
    void add(int group, Sighting sighting, int number, boolean firstOfEvent, boolean firstInGroup) {
        int flags = (firstOfEvent ? WindowLog.EVENT_START : 0) | (firstInGroup ? WindowLog.GROUP_START : 0);
        int previous = groups.get(group, EVENTS) == 0 ? log.head() - 1 : groups.get(group, NEWEST);
        int record = log.append(sighting, group, number, flags, previous);
        groups.retain(group);
        if (number >= ThresholdPlan.WORD) {
            words.retain(number - ThresholdPlan.WORD);
        }
        sighting.forEachWord(retainWord);
        if (sighting.detail != NONE) {
            details.retain(sighting.detail);
        }
        count(group, number, record, firstInGroup);
    }

    private void count(int group, int number, int record, boolean firstInGroup) {
        groups.set(group, NEWEST, record);
        if (firstInGroup) {
            groups.increase(group, EVENTS, 1);
        }
        if (number != NONE && table.put(group, number, record)) {
            groups.increase(group, DISTINCT, 1);
        }
    }

    /** Drops records from the head whose time lies before {@code bound}. */
    void expire(long bound) {
        while (log.size() != 0 && log.time(log.head()) < bound) {
            dropHead();
        }
    }

    private void dropHead() {
        int record = log.head();
        int group = log.group(record);
        int flags = log.flags(record);
        int number = log.value(record);
        if ((flags & WindowLog.GROUP_START) != 0) {
            groups.increase(group, EVENTS, -1);
        }
        if (number != NONE && (flags & WindowLog.SUPERSEDED) == 0) {
            table.remove(group, number, record);
            groups.increase(group, DISTINCT, -1);
        }
        releaseWords(record, number);
        log.pop();
        groups.release(group);
    }

    private void releaseWords(int record, int number) {
        if (number >= ThresholdPlan.WORD) {
            words.release(number - ThresholdPlan.WORD);
        }
        log.readWords(record, read);
        read.forEachWord(releaseWord);
        if (read.detail != NONE) {
            details.release(read.detail);
        }
    }

    // ---- asking ----

    boolean meets(int group) {
        return groups.get(group, EVENTS) >= value && groups.get(group, DISTINCT) >= distinctMin;
    }

    int events(int group) {
        return groups.get(group, EVENTS);
    }

    int distinct(int group) {
        return groups.get(group, DISTINCT);
    }

    /** Live (group, value) entries. */
    int entries() {
        return table.size();
    }

    /** The records of a group, oldest first. */
    int[] records(int group) {
        int[] chain = new int[64];
        int from = chain.length;
        int record = events(group) == 0 ? log.head() - 1 : groups.get(group, NEWEST);
        for (; log.holds(record); record = log.previous(record)) {
            if (from == 0) {
                int[] longer = new int[chain.length * 2];
                System.arraycopy(chain, 0, longer, chain.length, chain.length);
                from = chain.length;
                chain = longer;
            }
            chain[--from] = record;
        }
        return Arrays.copyOfRange(chain, from, chain.length);
    }

    /** Whether nothing of this group from {@code since} on was given up, so that its distinct count is exact. */
    boolean isExact(int group, long since) {
        return groupsShedAt[mark(group)] < since;
    }

    /** Whether its event count is exact too. */
    boolean isCountExact(int group, long since) {
        return isExact(group, since) && eventsShedAt[mark(group)] < since;
    }

    long shedEvents() {
        return shedEvents;
    }

    long shedGroups() {
        return shedGroups;
    }

    /** Estimated heap bytes. */
    long stateBytes() {
        return log.stateBytes()
                + table.stateBytes()
                + groups.stateBytes()
                + words.stateBytes()
                + details.stateBytes()
                + isProtected.length
                + 16L * MARKS;
    }

    // ---- giving up ----

    /** Keeps a group from being given up, or lets it go again. */
    void protect(int group, boolean protect) {
        if (group >= isProtected.length) {
            isProtected = Arrays.copyOf(isProtected, Math.max(group + 1, isProtected.length * 2));
        }
        isProtected[group] = protect;
    }

    /** Says that events of this group were lost otherwise than by shedding here. */
    void markShed(int group, long time) {
        groupsShedAt[mark(group)] = Math.max(groupsShedAt[mark(group)], time);
        shedEvents++;
    }

    /** Brings the state to at most {@code target} bytes if that can be done; records before {@code bound} go free. */
    void shed(long target, long bound) {
        if (log.columns().fullTime()) {
            keep(record -> log.time(record) >= bound);
        }
        if (value <= 1 && stateBytes() > target && (log.size() - table.size()) * 8L > log.size()) {
            keep(record -> !isRepeated(record) || !giveUp(record, eventsShedAt));
        }
        while (stateBytes() > target) {
            boolean[] goes = furthest(stateBytes() - target);
            if (goes.length == 0) {
                return;
            }
            keep(record -> !goes[log.group(record)] || !giveUp(record, groupsShedAt));
        }
    }

    /** Whether dropping this record leaves the group's distinct values and its newest event. */
    private boolean isRepeated(int record) {
        int group = log.group(record);
        boolean repeated = log.value(record) == NONE
                ? groups.get(group, NEWEST) != record
                : (log.flags(record) & WindowLog.SUPERSEDED) != 0;
        return repeated && !isProtected(group);
    }

    /** Notes the loss; always true. */
    private boolean giveUp(int record, long[] marks) {
        int mark = mark(log.group(record));
        marks[mark] = Math.max(marks[mark], log.time(record));
        if ((log.flags(record) & WindowLog.GROUP_START) != 0) {
            shedEvents++;
        }
        return true;
    }

    /** By group number, the groups to give up so that {@code bytes} get free; empty if there is none left. */
    private boolean[] furthest(long bytes) {
        long[] order = new long[groups.size()];
        int count = 0;
        int numbers = Math.min(groups.numbers(), GROUPS_ORDERED_MAX);
        for (int group = 0; group < numbers; group++) {
            if (groups.isLive(group) && events(group) > 0 && !isProtected(group)) {
                long age = groups.get(group, NEWEST) - log.head() & 0x7FFF_FFFFL;
                order[count++] = (long) progress(group) << 56 | age << 25 | group;
            }
        }
        if (count == 0) {
            return new boolean[0];
        }
        Arrays.sort(order, 0, count);
        boolean[] goes = new boolean[groups.numbers()];
        long freed = 0;
        for (int i = 0; i < count && freed < bytes; i++) {
            int group = (int) order[i] & GROUPS_ORDERED_MAX - 1;
            goes[group] = true;
            shedGroups++;
            freed += GROUP_BYTES + (long) events(group) * log.columns().recordBytes();
        }
        return goes;
    }

    /** How near a group is to its threshold, 0 to 127. */
    private int progress(int group) {
        double byValue = value <= 0 ? 1 : (double) events(group) / value;
        double byDistinct = distinctMin <= 0 ? 1 : (double) distinct(group) / distinctMin;
        return (int) (127 * Math.min(1, Math.min(byValue, byDistinct)));
    }

    /** Keeps only the records that pass. All are asked, in order and once, before anything is moved. */
    private void keep(IntPredicate passes) {
        BitSet kept = new BitSet(log.size());
        for (int i = 0; i < log.size(); i++) {
            kept.set(i, passes.test(log.head() + i));
        }
        if (kept.cardinality() == log.size()) {
            return;
        }
        for (int group = 0; group < groups.numbers(); group++) {
            groups.set(group, EVENTS, 0);
            groups.set(group, DISTINCT, 0);
        }
        table.clear();
        int head = log.head();
        int size = log.size();
        int to = head;
        boolean startLost = false;
        for (int i = 0; i < size; i++) {
            int record = head + i;
            int group = log.group(record);
            int number = log.value(record);
            int flags = log.flags(record);
            boolean isStart = (flags & WindowLog.EVENT_START) != 0;
            startLost = isStart ? !kept.get(i) : startLost;
            if (!kept.get(i)) {
                releaseWords(record, number);
                groups.release(group);
                continue;
            }
            log.move(record, to, startLost, events(group) == 0 ? head - 1 : groups.get(group, NEWEST));
            startLost = false;
            count(group, number, to, (flags & WindowLog.GROUP_START) != 0);
            to++;
        }
        log.truncate(to);
    }

    // ---- putting away ----

    void write(DataOutputStream out) throws IOException {
        WindowNumbers.write(groups, out);
        WindowNumbers.write(words, out);
        WindowNumbers.write(details, out);
        out.writeInt(log.size());
        for (int record = log.head(); record != log.tail(); record++) {
            log.read(record, read);
            out.writeInt(log.group(record));
            read.write(out);
        }
        out.writeLong(Arrays.stream(groupsShedAt).max().orElseThrow());
        out.writeLong(Arrays.stream(eventsShedAt).max().orElseThrow());
        out.writeLong(shedEvents);
        out.writeLong(shedGroups);
    }

    /** Takes the records up. The owner takes its own words from {@code numbers} before they are released. */
    Numbers readNumbers(DataInputStream in) throws IOException {
        return new Numbers(
                WindowNumbers.read(groups, in), WindowNumbers.read(words, in), WindowNumbers.read(details, in));
    }

    /** What groups and words of a snapshot are called here. */
    record Numbers(WindowNumbers groups, WindowNumbers words, WindowNumbers details) {
        void release() {
            groups.release();
            words.release();
            details.release();
        }
    }

    /** Losses are remembered for all groups alike afterwards: never too little. */
    void read(DataInputStream in, Numbers numbers) throws IOException {
        Sighting sighting = new Sighting();
        for (int left = in.readInt(); left > 0; left--) {
            int group = numbers.groups.here(in.readInt());
            sighting.read(in, numbers);
            add(group, sighting, sighting.value, sighting.isFirstOfEvent, sighting.isFirstInGroup);
        }
        Arrays.fill(groupsShedAt, in.readLong());
        Arrays.fill(eventsShedAt, in.readLong());
        shedEvents = in.readLong();
        shedGroups = in.readLong();
    }

    private int mark(int group) {
        return groups.hash(group) & MARKS - 1;
    }

    private static long[] marks() {
        long[] marks = new long[MARKS];
        Arrays.fill(marks, Long.MIN_VALUE);
        return marks;
    }

    private boolean isProtected(int group) {
        return group < isProtected.length && isProtected[group];
    }
}
