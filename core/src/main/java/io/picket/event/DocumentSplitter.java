package io.picket.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * HOT in one place: the search for line ends, through which every byte of a line-by-line stream goes.
 *
 * What. Bytes come in chunks, cut anywhere; documents go out, each as a stretch of an array. In which of the shapes they
 * lie (Shape) is recognised from the first of them.
 *
 * How. DocumentScanner follows the brackets of the first document. If the line ends with it, each further line is taken
 * for a document unseen, and only line ends are searched for, 32 bytes at a time; a sink that reads documents as they
 * come may know where a line ends sooner. Otherwise the scanner goes on. Action
 * lines of a bulk body look like documents of one key; they are told by what follows: in a bulk body that is no second
 * action line. So the first line is held back until the second has come.
 *
 * Invariants. A document that lies inside a chunk is handed out there and never copied; one that does not is put
 * together in `carry`. Memory is bounded by DOCUMENT_BYTES_MAX whatever comes, and the work by the bytes. Every byte
 * that is no blank belongs to exactly one document, action, wrapping or rejection.
 */

/**
 * Finds the documents in a stream of bytes. Push chunks, then {@link #finish}. What is in a document it does not judge:
 * that is the reader's part. For one thread.
 */
public final class DocumentSplitter {

    /** The longest document, in bytes. */
    public static final int DOCUMENT_BYTES_MAX = 32 << 20;

    static final String NO_DOCUMENT = "expected a JSON object, or an array of them";

    private static final String NO_OBJECT =
            "expected an object as an element of the array (said once a line, however many are none)";

    private static final String TOO_LONG =
            "longer than " + (DOCUMENT_BYTES_MAX >> 20) + " MiB; only its beginning is kept";

    private static final String NO_ACTION =
            "expected an action line such as {\"create\":{\"_index\":\"logs\"}} (create, index, update or delete)";

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long NEWLINES = ONES * '\n';
    private static final long BEYOND = NEWLINES + ONES;
    private static final int WORD = Long.BYTES;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DOC = "\"doc\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];
    private static final FieldTable NO_FIELDS = FieldTable.builder().build();

    /** Takes what is found. The bytes hold until the call returns. */
    public interface Sink {

        /**
         * Where the line ends that begins here, if it holds one document and the sink knows its end without looking for
         * the line's, which costs a pass over the bytes; {@link #document} follows with just that line.
         *
         * @param to where the bytes end that are there now
         * @return the place of the line feed, or -1
         */
        default int lineEnd(byte[] buffer, int from, int to) {
            return -1;
        }

        /**
         * A document: a stretch of bytes that starts with a brace (a line that does not is handed out too, so that its
         * reader can say what is wrong with it).
         *
         * @param line number of its first line, from 1
         * @param index the index its action line names, or null
         * @param id the id its action line names, or null
         */
        void document(byte[] buffer, int from, int to, long line, @Nullable String index, @Nullable String id);

        /**
         * Something that is no document.
         *
         * @param line number of its first line, from 1
         * @param column of its first byte in that line, in bytes from 1
         * @param reason what is wrong and what was expected
         * @param buffer holds its bytes, or if there are too many the first of them, in {@code [from, to)}
         */
        void rejected(long line, int column, String reason, byte[] buffer, int from, int to);

        /** A delete action of a bulk body: it has no document, and Picket deletes nothing. */
        default void deleted(long line, @Nullable String index, @Nullable String id) {}
    }

    private final Sink sink;
    private final Carry carry = new Carry();
    private final DocumentScanner scanner = new DocumentScanner(this);
    private final BulkAction bulk = new BulkAction();
    private final EventReader checker = new EventReader(NO_FIELDS);
    private final Event checked = new Event(NO_FIELDS);

    private Shape shape;
    private boolean isOneALine;
    private Shape shapeOfLines = Shape.NDJSON;
    private boolean hasAction;
    private long actionLine;
    private byte @Nullable [] held;
    private long heldLine;

    /** Offsets in the stream: of index 0 of the current chunk, and of the current line. */
    private long chunkStart;

    private long lineStart;
    private long line = 1;
    private long openLine;
    private int openColumn;
    private long complaintLine;
    private int markBytes;

    /** Recognises the shape. */
    public DocumentSplitter(Sink sink) {
        this(sink, Shape.UNKNOWN);
    }

    /** For a stream known to be {@link Shape#BULK}, {@link Shape#NDJSON} or {@link Shape#HITS}; others are recognised. */
    public DocumentSplitter(Sink sink, Shape shape) {
        this.sink = sink;
        this.isOneALine = shape == Shape.BULK || shape == Shape.NDJSON || shape == Shape.HITS;
        this.shape = isOneALine ? shape : Shape.UNKNOWN;
    }

    /** What was recognised so far. */
    public Shape shape() {
        return shape;
    }

    /** Of the document being handed out: {@code create}, {@code index} or {@code update}; empty outside bulk bodies. */
    public String action() {
        return shape == Shape.BULK ? bulk.name() : "";
    }

    /** Takes the next bytes of the stream. */
    public void push(byte[] chunk, int from, int to) {
        chunkStart -= from;
        int p = byteOrderMark(chunk, from, to);
        if (!isOneALine) {
            p = scanner.scan(chunk, p, to);
        }
        if (isOneALine) {
            lines(chunk, p, to);
        }
        chunkStart += to;
    }

    /** Says that nothing more comes: what is open is handed out or rejected. */
    public void finish() {
        if (isOneALine && !carry.isEmpty()) {
            line(carry.bytes(), 0, carry.size());
            carry.clear();
        } else if (!isOneALine) {
            scanner.finish();
        }
        byte[] alone = held;
        if (alone != null) {
            release(alone, Shape.BULK);
        }
        if (hasAction) {
            hasAction = false;
            sink.rejected(actionLine, 1, "an action line without its document", NOTHING, 0, 0);
        }
    }

    private int byteOrderMark(byte[] chunk, int from, int to) {
        int p = from;
        while (p < to && markBytes < BYTE_ORDER_MARK.length) {
            if (chunk[p] != BYTE_ORDER_MARK[markBytes]) {
                markBytes = BYTE_ORDER_MARK.length;
                return p;
            }
            p++;
            markBytes++;
            lineStart++;
        }
        return p;
    }

    // ---- one a line ----

    private void lines(byte[] b, int from, int to) {
        int p = from;
        while (p < to) {
            int told = shape != Shape.BULK && carry.isEmpty() ? sink.lineEnd(b, p, to) : -1;
            int end = told < 0 ? newline(b, p, to) : told;
            if (end == to) {
                carry.append(b, p, to);
                return;
            }
            if (carry.isEmpty()) {
                line(b, p, end);
            } else {
                carry.append(b, p, end);
                line(carry.bytes(), 0, carry.size());
                carry.clear();
            }
            line++;
            p = end + 1;
        }
    }

    private void line(byte[] b, int from, int to) {
        if (carry.isTooLong() || to - from > DOCUMENT_BYTES_MAX) {
            hasAction = false;
            sink.rejected(line, 1, TOO_LONG, b, from, Math.min(to, from + Carry.SHOWN_BYTES_MAX));
            return;
        }
        if (Brackets.blank(b, from, to) == to) {
            return;
        }
        byte[] before = held;
        if (before != null) {
            boolean isAction = bulk.read(b, from, to);
            boolean isDelete = bulk.read(before, 0, before.length) && bulk.isDelete();
            release(before, isAction == isDelete ? Shape.BULK : Shape.NDJSON);
        }
        if (shape == Shape.BULK) {
            bulkLine(b, from, to, line);
        } else {
            sink.document(b, from, to, line, null, null);
        }
    }

    private void release(byte[] first, Shape recognised) {
        held = null;
        shape = recognised;
        if (recognised == Shape.BULK) {
            bulkLine(first, 0, first.length, heldLine);
        } else {
            sink.document(first, 0, first.length, heldLine, null, null);
        }
    }

    private void bulkLine(byte[] b, int from, int to, long number) {
        if (hasAction) {
            hasAction = false;
            if (bulk.isUpdate()) {
                update(b, from, to, number);
            } else {
                sink.document(b, from, to, number, bulk.index(), bulk.id());
            }
        } else if (!bulk.read(b, from, to)) {
            sink.rejected(number, 1, NO_ACTION, b, from, to);
        } else if (bulk.isDelete()) {
            sink.deleted(number, bulk.index(), bulk.id());
        } else {
            hasAction = true;
            actionLine = number;
        }
    }

    /** An update has its document under {@code doc}. */
    private void update(byte[] b, int from, int to, long number) {
        if (!checker.read(b, from, to, checked)) {
            sink.rejected(number, checker.failureOffset() + 1, checker.failure(), b, from, to);
            return;
        }
        int open = Brackets.member(b, checked.sourceFrom(), to, DOC);
        if (open < to && b[open] == '{') {
            sink.document(b, open, Brackets.end(b, open, to), number, bulk.index(), bulk.id());
        } else {
            sink.rejected(number, 1, "an update without doc; expected {\"doc\":{\u2026}}", b, from, to);
        }
    }

    /**
     * The first line end from here on, or {@code to}. First in strides of 32 bytes over what holds nothing up to a line
     * end in the alphabet: in a document that is a line end or a tab.
     */
    static int newline(byte[] b, int from, int to) {
        int p = from;
        for (int last = to - 4 * WORD; p <= last; p += 4 * WORD) {
            long one = (long) LONGS.get(b, p);
            long two = (long) LONGS.get(b, p + WORD);
            long three = (long) LONGS.get(b, p + 2 * WORD);
            long four = (long) LONGS.get(b, p + 3 * WORD);
            long low = one - BEYOND & ~one | two - BEYOND & ~two | three - BEYOND & ~three | four - BEYOND & ~four;
            if ((low & HIGH) != 0) {
                break;
            }
        }
        for (; p <= to - WORD; p += WORD) {
            long word = (long) LONGS.get(b, p) ^ NEWLINES;
            long zeros = word - ONES & ~word & HIGH;
            if (zeros != 0) {
                return p + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        while (p < to && b[p] != '\n') {
            p++;
        }
        return p;
    }

    // ---- what the scanner finds ----

    /** Something begins here. */
    void begin(int p) {
        openLine = line;
        openColumn = column(p);
    }

    private int column(int p) {
        return (int) Math.min(chunkStart + p - lineStart + 1, Integer.MAX_VALUE);
    }

    void lineEnds(int p) {
        line++;
        lineStart = chunkStart + p + 1;
    }

    boolean isLineStart(int p) {
        return chunkStart + p == lineStart;
    }

    /** Whether what is open began on this line. */
    boolean isOneLine() {
        return openLine == line;
    }

    /** What is open goes on in the next chunk. */
    void keep(byte[] b, int from, int to) {
        carry.append(b, from, to);
    }

    /** What is open was no document but the beginning of something that holds documents. */
    void drop() {
        carry.clear();
    }

    /** Says what the stream is, unless that is known. */
    void recognised(Shape found) {
        byte[] before = held;
        if (before != null) {
            release(before, found);
        } else if (shape == Shape.UNKNOWN) {
            shape = found;
        }
    }

    /** The first document was a line, and its line is over. */
    void oneALine() {
        isOneALine = true;
        if (held == null) {
            recognised(shapeOfLines);
        }
    }

    /** The end of the first document, which may turn out to be an action line if it is a line at all. */
    void first(byte[] b, int from, int to, boolean isHit) {
        shapeOfLines = isHit ? Shape.HITS : Shape.NDJSON;
        if (isOneLine() && carry.isEmpty() && bulk.read(b, from, to)) {
            hold(b, from, to);
        } else if (isOneLine() && !carry.isEmpty()) {
            carry.append(b, from, to);
            if (!carry.isTooLong() && bulk.read(carry.bytes(), 0, carry.size())) {
                hold(carry.bytes(), 0, carry.size());
                carry.clear();
            } else {
                document(b, to, to);
            }
        } else {
            document(b, from, to);
        }
    }

    private void hold(byte[] b, int from, int to) {
        held = Arrays.copyOfRange(b, from, to);
        heldLine = openLine;
    }

    void document(byte[] b, int from, int to) {
        handOut(b, from, to, null);
    }

    void reject(byte[] b, int from, int to, String reason) {
        handOut(b, from, to, reason);
    }

    /** The same, of an element of an array; only the first of a line, since there may be millions. */
    void rejectElement(byte[] b, int from, int to) {
        if (complaintLine != openLine) {
            complaintLine = openLine;
            handOut(b, from, to, NO_OBJECT);
        }
        carry.clear();
    }

    /** Something is missing here; said once a line. */
    void rejectAt(int p, String reason) {
        if (complaintLine != line) {
            complaintLine = line;
            sink.rejected(line, column(p), reason, NOTHING, 0, 0);
        }
    }

    /** What is open stays so, since the stream is over. */
    void rejectOpen(String reason) {
        handOut(NOTHING, 0, 0, reason);
    }

    void rejectEnd(String reason) {
        sink.rejected(line, 1, reason, NOTHING, 0, 0);
    }

    private void handOut(byte[] b, int from, int to, @Nullable String reason) {
        if (carry.isEmpty() && to - from <= DOCUMENT_BYTES_MAX) {
            give(b, from, to, reason);
            return;
        }
        carry.append(b, from, to);
        give(carry.bytes(), 0, carry.size(), carry.isTooLong() ? TOO_LONG : reason);
        carry.clear();
    }

    private void give(byte[] b, int from, int to, @Nullable String reason) {
        if (reason == null) {
            sink.document(b, from, to, openLine, null, null);
        } else {
            sink.rejected(openLine, openColumn, reason, b, from, to);
        }
    }
}
