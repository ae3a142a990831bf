package io.picket.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a threshold rule remembers of each event, in the order the events came: a queue of records in pages of columns.
 *
 * <p>A record is one (event, group, value): an event with three values in its cardinality field makes three records in
 * its group, one after the other. Records are named by their position in the whole stream (it wraps around, so it is
 * compared by difference). {@link #previous} links the records of one group, newest to oldest; a link to before
 * {@link #head} ends the chain. Pages that emptied are used again, so a steady stream allocates nothing.
 *
 * <p>HOT. Cost: 37 bytes a record; times are kept as their low 32 bits where all records lie within
 * {@link #SPAN_MAX} before the newest, and in full otherwise.
 */
final class WindowLog {

    /** Milliseconds that records may be apart when only half of a time is kept: 49 days. */
    static final long SPAN_MAX = 0xFFFF_FFFFL;

    /** The first record of its event. */
    static final int EVENT_START = 1;
    /** The first record of its event in this group. */
    static final int GROUP_START = 2;
    /** A newer record has the same group and value. */
    static final int SUPERSEDED = 4;

    static final int OUTCOME_SHIFT = 3;
    static final int OUTCOME_MASK = 3;
    static final int ID_FORM_SHIFT = 5;
    static final int ID_FORM_MASK = 3;

    private static final int PAGE_BITS = 10;
    private static final int PAGE_RECORDS = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_RECORDS - 1;
    private static final int[] NO_INTS = new int[0];

    /** Which columns beside time, group, value and id there are. */
    record Columns(boolean fullTime, boolean target, boolean port, boolean detail, boolean command) {
        int recordBytes() {
            return 33 + (fullTime ? 4 : 0) + (target ? 4 : 0) + (port ? 4 : 0) + (detail ? 4 : 0) + (command ? 4 : 0);
        }
    }

    private static final class Page {
        private final int[] timeLow;
        private final int[] timeHigh;
        private final int[] group;
        private final int[] value;
        private final int[] previous;
        private final byte[] flags;
        private final long[] idHigh;
        private final long[] idLow;
        private final int[] target;
        private final int[] port;
        private final int[] detail;
        private final int[] command;

        private Page(Columns columns, int records) {
            timeLow = new int[records];
            group = new int[records];
            value = new int[records];
            previous = new int[records];
            flags = new byte[records];
            idHigh = new long[records];
            idLow = new long[records];
            timeHigh = columns.fullTime ? new int[records] : NO_INTS;
            target = columns.target ? new int[records] : NO_INTS;
            port = columns.port ? new int[records] : NO_INTS;
            detail = columns.detail ? new int[records] : NO_INTS;
            command = columns.command ? new int[records] : NO_INTS;
        }
    }

    private final Columns columns;
    private final long pageBytes;
    /** Stands where no page is. */
    private final Page nothing;

    private Page[] pages;
    private @Nullable Page spare;
    private int pageCount;
    private int head;
    private int tail;
    private long newest = Long.MIN_VALUE;

    WindowLog(Columns columns) {
        this.columns = columns;
        this.nothing = new Page(columns, 0);
        this.pages = new Page[] {nothing, nothing, nothing, nothing};
        this.pageBytes = (long) columns.recordBytes() * PAGE_RECORDS + 256;
    }

    Columns columns() {
        return columns;
    }

    /** The oldest record; equal to {@link #tail} when there is none. */
    int head() {
        return head;
    }

    /** The position after the newest record. */
    int tail() {
        return tail;
    }

    int size() {
        return tail - head;
    }

    /** Whether a record is (still) there. */
    boolean holds(int record) {
        return record - head >= 0 && tail - record > 0;
    }

    long stateBytes() {
        return pageBytes * (pageCount + (spare == null ? 0 : 1)) + 8L * pages.length;
    }

    /** Appends what {@code sighting} says and answers its position. Times must not fall unless they are kept in full. */
    int append(Sighting sighting, int group, int value, int flags, int previous) {
        int record = tail;
        if ((record & PAGE_MASK) == 0 || pageCount == 0) {
            addPage(record);
        }
        Page page = page(record);
        int i = record & PAGE_MASK;
        page.group[i] = group;
        page.value[i] = value;
        page.previous[i] = previous;
        page.flags[i] = (byte) (flags | sighting.outcome << OUTCOME_SHIFT | sighting.idForm << ID_FORM_SHIFT);
        page.idHigh[i] = sighting.idHigh;
        page.idLow[i] = sighting.idLow;
        page.timeLow[i] = (int) sighting.time;
        if (columns.fullTime) {
            page.timeHigh[i] = (int) (sighting.time >>> 32);
        }
        if (columns.target) {
            page.target[i] = sighting.target;
        }
        if (columns.port) {
            page.port[i] = sighting.port;
        }
        if (columns.detail) {
            page.detail[i] = sighting.detail;
        }
        if (columns.command) {
            page.command[i] = sighting.command;
        }
        newest = Math.max(newest, sighting.time);
        tail = record + 1;
        return record;
    }

    /** Drops the oldest record. */
    void pop() {
        head++;
        if ((head & PAGE_MASK) == 0) {
            dropPage(head - 1);
        }
        if (head == tail && pageCount != 0) {
            dropPage(head);
        }
        leaveEmptyPage();
    }

    /** An empty log begins at the start of a page, so that no page is held for nothing. */
    private void leaveEmptyPage() {
        if (head == tail && (head & PAGE_MASK) != 0) {
            head = head + PAGE_RECORDS & ~PAGE_MASK;
            tail = head;
        }
    }

    /**
     * Moves a record to a position not after its own, links it to {@code previous}, and makes it the first of its event
     * if that was lost. It is nobody's successor yet.
     */
    void move(int from, int to, boolean startsEvent, int previous) {
        Page source = page(from);
        Page target = page(to);
        int i = from & PAGE_MASK;
        int j = to & PAGE_MASK;
        target.group[j] = source.group[i];
        target.value[j] = source.value[i];
        target.previous[j] = previous;
        target.flags[j] = (byte) (source.flags[i] & ~SUPERSEDED | (startsEvent ? EVENT_START : 0));
        target.idHigh[j] = source.idHigh[i];
        target.idLow[j] = source.idLow[i];
        target.timeLow[j] = source.timeLow[i];
        move(source.timeHigh, i, target.timeHigh, j);
        move(source.target, i, target.target, j);
        move(source.port, i, target.port, j);
        move(source.detail, i, target.detail, j);
        move(source.command, i, target.command, j);
    }

    private static void move(int[] source, int i, int[] target, int j) {
        if (source.length != 0) {
            target[j] = source[i];
        }
    }

    /** Drops all records from this position on, and the memory they took. */
    void truncate(int end) {
        int dead = end == head ? head & ~PAGE_MASK : (end - 1 & ~PAGE_MASK) + PAGE_RECORDS;
        for (int start = dead; tail - start > 0; start += PAGE_RECORDS) {
            dropPage(start);
        }
        spare = null;
        tail = end;
        leaveEmptyPage();
    }

    long time(int record) {
        Page page = page(record);
        int i = record & PAGE_MASK;
        return columns.fullTime
                ? (long) page.timeHigh[i] << 32 | page.timeLow[i] & SPAN_MAX
                : newest - ((int) newest - page.timeLow[i] & SPAN_MAX);
    }

    int group(int record) {
        return page(record).group[record & PAGE_MASK];
    }

    int value(int record) {
        return page(record).value[record & PAGE_MASK];
    }

    int previous(int record) {
        return page(record).previous[record & PAGE_MASK];
    }

    int flags(int record) {
        return page(record).flags[record & PAGE_MASK];
    }

    void supersede(int record) {
        page(record).flags[record & PAGE_MASK] |= SUPERSEDED;
    }

    /** Fills {@code sighting} with what a record holds. */
    void read(int record, Sighting sighting) {
        Page page = page(record);
        int i = record & PAGE_MASK;
        int flags = page.flags[i];
        sighting.time = time(record);
        sighting.value = page.value[i];
        sighting.isFirstOfEvent = (flags & EVENT_START) != 0;
        sighting.isFirstInGroup = (flags & GROUP_START) != 0;
        sighting.outcome = flags >>> OUTCOME_SHIFT & OUTCOME_MASK;
        sighting.idForm = flags >>> ID_FORM_SHIFT & ID_FORM_MASK;
        sighting.idHigh = page.idHigh[i];
        sighting.idLow = page.idLow[i];
        sighting.target = columns.target ? page.target[i] : Sighting.NONE;
        sighting.port = columns.port ? page.port[i] : Sighting.NONE;
        sighting.detail = columns.detail ? page.detail[i] : Sighting.NONE;
        sighting.command = columns.command ? page.command[i] : Sighting.NONE;
    }

    private Page page(int record) {
        return pages[record >>> PAGE_BITS & pages.length - 1];
    }

    private void addPage(int record) {
        if (pageCount == pages.length) {
            Page[] old = pages;
            pages = new Page[old.length * 2];
            Arrays.fill(pages, nothing);
            for (int i = 0; i < pageCount; i++) {
                int number = (head >>> PAGE_BITS) + i;
                pages[number & pages.length - 1] = old[number & old.length - 1];
            }
        }
        Page page = spare != null ? spare : new Page(columns, PAGE_RECORDS);
        spare = null;
        pages[record >>> PAGE_BITS & pages.length - 1] = page;
        pageCount++;
    }

    private void dropPage(int record) {
        int at = record >>> PAGE_BITS & pages.length - 1;
        spare = pages[at];
        pages[at] = nothing;
        pageCount--;
    }
}
