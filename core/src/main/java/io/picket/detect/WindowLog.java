package io.picket.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a threshold rule remembers of each event, in the order the events came: a queue of records in pages.
 *
 * <p>A record is one (event, group, value): an event with three values in its cardinality field makes three records in
 * its group, one after the other. Records are named by their position in the whole stream (it wraps around, so it is
 * compared by difference). {@link #previous} links the records of one group, newest to oldest; a link to before
 * {@link #head} ends the chain. Pages that emptied are used again, so a steady stream allocates nothing.
 *
 * <p>HOT. A record is a row of whole numbers, all in one place, because records are met at random when their value
 * comes again: one cache miss, not one a column. Cost: 36 bytes, and 4 for each further column. Times are kept as
 * their low 32 bits where all records lie within {@link #SPAN_MAX} before the newest, and in full otherwise.
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

    /** Details are numbered below this. */
    static final int DETAILS_MAX = 0xFFFF;

    private static final int OUTCOME_SHIFT = 3;
    private static final int ID_FORM_SHIFT = 5;
    private static final int TARGET_V4 = 1 << 7;
    private static final int TWO_BITS = 3;
    private static final int DETAIL_SHIFT = 16;

    private static final int GROUP = 0;
    private static final int VALUE = 1;
    private static final int PREVIOUS = 2;
    private static final int TIME = 3;
    /** Flags, outcome, form of the id, form of the target, and in the upper half the detail. */
    private static final int MARKS = 4;

    private static final int ID = 5;
    private static final int COLUMNS = 9;

    private static final int PAGE_BITS = 10;
    private static final int PAGE_RECORDS = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_RECORDS - 1;
    private static final int[] NO_PAGE = new int[0];

    /** Which columns there are beside those that every record has. */
    record Columns(boolean fullTime, boolean target, boolean port, boolean command) {
        int count() {
            return COLUMNS + (fullTime ? 1 : 0) + (target ? 1 : 0) + (port ? 1 : 0) + (command ? 1 : 0);
        }

        int recordBytes() {
            return 4 * count();
        }
    }

    private final Columns columns;
    private final int width;
    private final int highTime;
    private final int target;
    private final int port;
    private final int command;

    private int[][] pages = {NO_PAGE, NO_PAGE, NO_PAGE, NO_PAGE};
    private int @Nullable [] spare;
    private int pageCount;
    private int head;
    private int tail;
    private long newest = Long.MIN_VALUE;

    WindowLog(Columns columns) {
        this.columns = columns;
        this.width = columns.count();
        int next = COLUMNS;
        highTime = columns.fullTime ? next++ : Sighting.NONE;
        target = columns.target ? next++ : Sighting.NONE;
        port = columns.port ? next++ : Sighting.NONE;
        command = columns.command ? next : Sighting.NONE;
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
        long pageBytes = (long) columns.recordBytes() * PAGE_RECORDS;
        return pageBytes * (pageCount + (spare == null ? 0 : 1)) + 8L * pages.length;
    }

    /** Appends what {@code sighting} says and answers its position. Times must not fall unless they are kept in full. */
    int append(Sighting sighting, int group, int value, int flags, int previous) {
        int record = tail;
        if ((record & PAGE_MASK) == 0 || pageCount == 0) {
            addPage(record);
        }
        int[] page = page(record);
        int row = row(record);
        page[row + GROUP] = group;
        page[row + VALUE] = value;
        page[row + PREVIOUS] = previous;
        page[row + TIME] = (int) sighting.time;
        page[row + MARKS] = flags
                | sighting.outcome << OUTCOME_SHIFT
                | sighting.idForm << ID_FORM_SHIFT
                | (sighting.isTargetV4 ? TARGET_V4 : 0)
                | sighting.detail << DETAIL_SHIFT;
        page[row + ID] = (int) (sighting.idHigh >>> 32);
        page[row + ID + 1] = (int) sighting.idHigh;
        page[row + ID + 2] = (int) (sighting.idLow >>> 32);
        page[row + ID + 3] = (int) sighting.idLow;
        if (width > COLUMNS) {
            set(page, row, highTime, (int) (sighting.time >>> 32));
            set(page, row, target, sighting.target);
            set(page, row, port, sighting.port);
            set(page, row, command, sighting.command);
        }
        newest = Math.max(newest, sighting.time);
        tail = record + 1;
        return record;
    }

    private static void set(int[] page, int row, int column, int value) {
        if (column != Sighting.NONE) {
            page[row + column] = value;
        }
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
        int[] page = page(to);
        int row = row(to);
        System.arraycopy(page(from), row(from), page, row, width);
        page[row + PREVIOUS] = previous;
        page[row + MARKS] = page[row + MARKS] & ~SUPERSEDED | (startsEvent ? EVENT_START : 0);
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
        int[] page = page(record);
        int row = row(record);
        int low = page[row + TIME];
        return highTime == Sighting.NONE
                ? newest - ((int) newest - low & SPAN_MAX)
                : (long) page[row + highTime] << 32 | low & SPAN_MAX;
    }

    int group(int record) {
        return page(record)[row(record) + GROUP];
    }

    int value(int record) {
        return page(record)[row(record) + VALUE];
    }

    int previous(int record) {
        return page(record)[row(record) + PREVIOUS];
    }

    int flags(int record) {
        return page(record)[row(record) + MARKS];
    }

    /** Whether a record is of this group and value; if so, it has a successor from now on. */
    boolean supersede(int record, int group, int value) {
        int[] page = page(record);
        int row = row(record);
        if (page[row + GROUP] != group || page[row + VALUE] != value) {
            return false;
        }
        page[row + MARKS] |= SUPERSEDED;
        return true;
    }

    /** Fills {@code sighting} with what a record holds. */
    void read(int record, Sighting sighting) {
        int[] page = page(record);
        int row = row(record);
        sighting.time = time(record);
        sighting.value = page[row + VALUE];
        sighting.isFirstOfEvent = (page[row + MARKS] & EVENT_START) != 0;
        sighting.isFirstInGroup = (page[row + MARKS] & GROUP_START) != 0;
        sighting.outcome = page[row + MARKS] >>> OUTCOME_SHIFT & TWO_BITS;
        sighting.idHigh = (long) page[row + ID] << 32 | page[row + ID + 1] & 0xFFFF_FFFFL;
        sighting.port = get(page, row, port);
        readWords(record, sighting);
    }

    /** Fills {@code sighting} with a record's words only, and what tells whether its id is one. */
    void readWords(int record, Sighting sighting) {
        int[] page = page(record);
        int row = row(record);
        int marks = page[row + MARKS];
        int detail = marks >>> DETAIL_SHIFT;
        sighting.idForm = marks >>> ID_FORM_SHIFT & TWO_BITS;
        sighting.idLow = (long) page[row + ID + 2] << 32 | page[row + ID + 3] & 0xFFFF_FFFFL;
        sighting.detail = detail == DETAILS_MAX ? Sighting.NONE : detail;
        sighting.target = get(page, row, target);
        sighting.isTargetV4 = (marks & TARGET_V4) != 0;
        sighting.command = get(page, row, command);
    }

    private static int get(int[] page, int row, int column) {
        return column == Sighting.NONE ? Sighting.NONE : page[row + column];
    }

    private int[] page(int record) {
        return pages[record >>> PAGE_BITS & pages.length - 1];
    }

    private int row(int record) {
        return (record & PAGE_MASK) * width;
    }

    private void addPage(int record) {
        if (pageCount == pages.length) {
            int[][] old = pages;
            pages = new int[old.length * 2][];
            Arrays.fill(pages, NO_PAGE);
            for (int i = 0; i < pageCount; i++) {
                int number = (head >>> PAGE_BITS) + i;
                pages[number & pages.length - 1] = old[number & old.length - 1];
            }
        }
        int[] page = spare != null ? spare : new int[PAGE_RECORDS * width];
        spare = null;
        pages[record >>> PAGE_BITS & pages.length - 1] = page;
        pageCount++;
    }

    private void dropPage(int record) {
        int at = record >>> PAGE_BITS & pages.length - 1;
        spare = pages[at];
        pages[at] = NO_PAGE;
        pageCount--;
    }
}
