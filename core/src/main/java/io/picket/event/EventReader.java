package io.picket.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * HOT, and fenced: every byte of every event comes through here once, and nothing else in the house may cost as much.
 *
 * What. One JSON object becomes the values of the fields that the table names. Everything else is checked and passed
 * over. What is accepted and what is kept is exactly what a reader built on jackson-core accepts and keeps; a law test
 * and a fuzz test hold the two together.
 *
 * Why our own. A general parser hands out tokens: it decodes names into strings, values into characters, and asks about
 * each. An event has some fifty keys of which rules want a few, and values are compared as bytes. So here a key is
 * looked up in a trie as the bytes it is, a value is an offset and a length, and nothing is created.
 *
 * How. Descent, one method per kind of value; each takes a position and returns the position after what it read, or
 * FAILED. Text is scanned eight bytes at a time: one word of text is tested for a quote, a backslash, a control
 * character and a byte beyond ASCII at once (see stops). What a word cannot decide (escapes, UTF-8 of two to four bytes)
 * is rare and goes to methods of its own. A subtree that no wanted field can lie in is read with a null trie: the same
 * checks, no look-ups.
 *
 * Choices a caller can see.
 *  - {"a":{"b":1}} and {"a.b":1} are the same field, in any mixture; arrays at any level only add values; null, [] and
 *    {} add none. A key that comes twice adds to the values of the first, as an array would have.
 *  - A string longer than the field's limit, counted in UTF-16 units, is no value.
 *  - UTF-8 must be well-formed as RFC 3629 has it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
 *  - An escaped surrogate without its other half becomes U+FFFD in a value, since the bytes of a value are always UTF-8,
 *    and is refused in a key, as jackson-core does.
 *
 * Invariants.
 *  - Eight bytes can be read from any position up to `to`: a document too near the end of its array is copied first.
 *    So scanning never asks about the end inside a word; whoever acts on a byte asks whether it lies before `to`.
 *  - Recursion is bounded by DEPTH_MAX, tested before each descent.
 *  - scratch is large enough for every escaped text of the document before the first is decoded (decoding never makes
 *    text longer), and once more for those looked at again while an outline is made; so values that point into it stay
 *    where they are until the next document.
 *
 * Cost. By CPU time 2.3 to 2.5 times less than jackson-core's streaming parser getting the same fields (ReadBenchmark
 * prints the ratio), most of it the scan itself: keeping 420 fields instead of none costs a third to a half more.
 * Nothing is allocated once the scratch and the event have grown to the size of the documents.
 *
 * Tried and slower: two words a step in plain text, one method per member.
 */

/** Reads one JSON event, keeping the fields of a {@link FieldTable}. For one thread; reused for any number of events. */
public final class EventReader {

    /** How many objects and arrays may stand inside each other. */
    public static final int DEPTH_MAX = 512;

    /** The longest number, in characters. */
    public static final int NUMBER_CHARS_MAX = 1000;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD = Long.BYTES;
    private static final int FAILED = -1;
    private static final int AHEAD_PAUSE_MAX = 63;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long TWOS = ONES * 2;
    private static final long QUOTE_BOUND = ONES * 0x21;
    private static final long BACKSLASHES = ONES * '\\';

    private static final int TRUE = 't' | 'r' << 8 | 'u' << 16 | 'e' << 24;
    private static final int ALSE = 'a' | 'l' << 8 | 's' << 16 | 'e' << 24;
    private static final int NULL = 'n' | 'u' << 8 | 'l' << 16 | 'l' << 24;

    private final KeyTrie root;
    private final Hit hit = new Hit();
    private final Moulds moulds = new Moulds();
    private final Outline outline;

    private byte[] window = new byte[WORD];
    private byte[] scratch = new byte[WORD];
    private int scratchUsed;
    private boolean escaped;
    private int start;
    private Event event;

    /** What {@link #readLine} read last, until it is asked for. */
    private byte @Nullable [] aheadBuffer;

    private int aheadFrom;
    private int aheadTo;

    /** Lines that are not read ahead, since some before could not be; and how many there were the last time. */
    private int aheadRest;

    private int aheadPause;

    /** Whether the document being read has an array with a line end in it, or one that was learned has a line end. */
    private boolean isSpread;

    private boolean learnedSpread;

    private Flaw flaw = Flaw.NONE;
    private int flawAt;
    private byte flawByte;

    public EventReader(FieldTable fields) {
        this.root = KeyTrie.of(fields);
        this.event = new Event(fields);
        this.outline = new Outline(this, fields);
    }

    /**
     * Reads the document in {@code buffer[from, to)}: one JSON object, blanks around it allowed.
     *
     * @param into takes the values; they point into {@code buffer} or into the reader, so they hold until the buffer
     *     changes or the next document is read. After a failure it has none
     * @return whether it was read; if not, {@link #failure} and {@link #failureOffset} say why
     */
    public boolean read(byte[] buffer, int from, int to, Event into) {
        return read(buffer, from, to, into, false);
    }

    /**
     * Reads like {@link #read}, and minds where the document says it comes from: {@code _index} and {@code _id} at the
     * top become the event's origin, and if there is a {@code _source} object beside them (a search hit) then that is
     * the document and the rest is wrapping.
     */
    public boolean readHit(byte[] buffer, int from, int to, Event into) {
        return read(buffer, from, to, into, true);
    }

    /**
     * Reads the document that begins at {@code from} if it is like documents before and its line ends with it, so that
     * nobody has to look for the line's end. {@link #readHit} of that line then finds it read.
     *
     * @param to where the bytes end that are there now
     * @return where the line ends, or -1 if that is not known so
     */
    public int readLine(byte[] buffer, int from, int to, Event into) {
        if (aheadRest > 0) {
            aheadRest--;
            return FAILED;
        }
        if (learnedSpread || buffer.length - to < WORD || buffer[from] != '{') {
            return FAILED;
        }
        begin(from, into);
        isSpread = false;
        into.again(buffer, from, to);
        int close = moulded(buffer, from, to, 0);
        int end = close >= 0 && close < to - 1 && buffer[close] == '\r' ? close + 1 : close;
        if (end < 0 || end >= to || buffer[end] != '\n' || isSpread) {
            aheadPause = Math.min(2 * aheadPause + 1, AHEAD_PAUSE_MAX);
            aheadRest = aheadPause;
            into.clearValues();
            return FAILED;
        }
        aheadPause = 0;
        into.end();
        into.source(from, close);
        aheadBuffer = buffer;
        aheadFrom = from;
        aheadTo = end;
        return end;
    }

    /** Why the last document was not read and what was expected, for people; empty if it was read. */
    public String failure() {
        return flaw.says(flawByte);
    }

    /** Where the last document went wrong, in bytes from its start. */
    public int failureOffset() {
        return flawAt;
    }

    @SuppressWarnings("ReferenceEquality") // the same array and event or not
    private boolean read(byte[] buffer, int from, int to, Event into, boolean unwrap) {
        boolean isRead = buffer == aheadBuffer && from == aheadFrom && to == aheadTo && into == event;
        aheadBuffer = null;
        if (isRead) {
            return true;
        }
        byte[] bytes = buffer;
        int begin = from;
        if (buffer.length - to < WORD) {
            bytes = copy(buffer, from, to);
            begin = 0;
        }
        int end = begin + to - from;
        begin(begin, into);
        int open = blank(bytes, begin, end);
        into.again(buffer, from, to);
        int close = document(bytes, open, end, unwrap);
        if (close < 0) {
            into.reset(buffer, from, to);
            return false;
        }
        into.end();
        boolean wrapped = unwrap && hit.isWrapped;
        int shift = from - begin;
        into.source(shift + (wrapped ? hit.sourceFrom : open), shift + (wrapped ? hit.sourceTo : close));
        return true;
    }

    private void begin(int from, Event into) {
        forgetFlaw();
        scratchUsed = 0;
        start = from;
        event = into;
        aheadBuffer = null;
    }

    /** The position after the document's last brace. */
    private int document(byte[] b, int open, int to, boolean unwrap) {
        if (open >= to) {
            return fail(Flaw.EMPTY, b, open, to);
        }
        if (b[open] != '{') {
            return fail(Flaw.NO_OBJECT, b, open, to);
        }
        hit.isWrapped = false;
        int close = moulded(b, open, to, 0);
        if (close < 0) {
            close = unwrap ? hit.read(b, open, to) : object(b, open, to, root, 1);
            if (close < 0) {
                return FAILED;
            }
            if (!hit.isWrapped) {
                learn(b, open, close);
            }
        }
        int rest = blank(b, close, to);
        return rest < to ? fail(Flaw.TRAILING, b, rest, to) : close;
    }

    // ---- documents like those before; see Moulds ----

    /**
     * Reads an object along a path of the moulds.
     *
     * @param around how many objects stand around it
     * @return the position after it, or FAILED if it leaves the path; then nothing has been kept of it
     */
    private int moulded(byte[] b, int open, int to, int around) {
        int mark = scratchUsed;
        Mould mould = moulds.root();
        int p = open;
        while (true) {
            mould = mould.follow(b, p, to);
            if (mould == null) {
                break;
            }
            int[] values = mould.values;
            for (int i = 0; i < values.length; i += Mould.CELLS) {
                event.add(values[i] >>> 2, (byte) (values[i] & 3), b, p + values[i + 1], values[i + 2]);
            }
            p += mould.length();
            if (mould.then == Mould.Then.END) {
                moulds.followed();
                event.likeness(mould.likeness);
                return p;
            }
            if (mould.then == Mould.Then.HOLE) {
                int hole = p;
                p = b[p] == '"' ? string(b, p, to, mould.hole) : value(b, p, to, mould.hole, mould.depth + around);
                if (p < 0) {
                    break;
                }
                isSpread |= (b[hole] == '[' || b[hole] == '{') && DocumentSplitter.newline(b, hole, p) < p;
            }
        }
        event.clearValues();
        scratchUsed = mark;
        forgetFlaw();
        return FAILED;
    }

    private void forgetFlaw() {
        flaw = Flaw.NONE;
        flawAt = 0;
        flawByte = 0;
    }

    private void learn(byte[] b, int open, int close) {
        if (moulds.missed()) {
            int mark = scratchUsed;
            Event kept = event;
            if (outline.cut(b, open, close, root)) {
                moulds.learn(outline, b);
                learnedSpread |= DocumentSplitter.newline(b, open, close) < close;
            }
            event = kept;
            scratchUsed = mark;
        }
    }

    /** How many documents were read by what they have in common with those before. */
    long mouldedDocuments() {
        return moulds.documents();
    }

    /** Reads a value of a document that has been read before into another event; the position after it. */
    int probe(byte[] b, int p, int to, @Nullable KeyTrie node, int depth, Event into) {
        event = into;
        return value(b, p, to, node, depth);
    }

    // ---- objects and arrays ----

    /** The loop that nearly all time of other documents goes through, so it holds what would otherwise be a call for each member. */
    private int object(byte[] b, int at, int to, @Nullable KeyTrie node, int depth) {
        int p = blank(b, at + 1, to);
        if (p < to && b[p] == '}') {
            return p + 1;
        }
        while (true) {
            if (p >= to || b[p] != '"') {
                return fail(Flaw.NO_KEY, b, p, to);
            }
            int from = p + 1;
            int end = plain(b, from, to);
            KeyTrie child = null;
            if (end >= to || b[end] != '"') {
                end = restOfKey(b, from, end, to);
                if (end < 0) {
                    return FAILED;
                }
                child = node == null ? null : unusualKey(b, from, end, to, node);
            } else if (node != null) {
                child = node.child(b, from, end);
            }
            p = end + 1;
            p = b[p] == ':' && b[p + 1] > ' ' ? p + 1 : colon(b, p, to);
            if (p < 0) {
                return FAILED;
            }
            p = b[p] == '"' ? string(b, p, to, child) : value(b, p, to, child, depth);
            if (p < 0) {
                return FAILED;
            }
            if (b[p] != ',') {
                p = blank(b, p, to);
                if (p >= to || b[p] != ',') {
                    return p < to && b[p] == '}' ? p + 1 : fail(Flaw.NO_COMMA_IN_OBJECT, b, p, to);
                }
            }
            p = blank(b, p + 1, to);
        }
    }

    private int colon(byte[] b, int at, int to) {
        int p = blank(b, at, to);
        return p < to && b[p] == ':' ? blank(b, p + 1, to) : fail(Flaw.NO_COLON, b, p, to);
    }

    /** Like {@link #restOfText}; a key with half a surrogate pair has no name in UTF-8, so it is refused. */
    private int restOfKey(byte[] b, int from, int at, int to) {
        int end = restOfText(b, at, to);
        for (int p = from; escaped && p < end; p += b[p] == '\\' ? 2 : 1) {
            if (b[p] == '\\' && b[p + 1] == 'u' && Character.isSurrogate((char) hex4(b, p + 2))) {
                if (!isPair(b, p, end)) {
                    return fail(Flaw.HALF_PAIR, b, p, to);
                }
                p += 10;
            }
        }
        return end;
    }

    /** Whether the two escapes from here on are a surrogate pair. */
    private static boolean isPair(byte[] b, int p, int end) {
        return p + 12 <= end
                && b[p + 6] == '\\'
                && b[p + 7] == 'u'
                && Character.isSurrogatePair((char) hex4(b, p + 2), (char) hex4(b, p + 8));
    }

    private @Nullable KeyTrie unusualKey(byte[] b, int from, int end, int to, KeyTrie node) {
        if (!escaped) {
            return node.child(b, from, end);
        }
        int mark = scratchUsed;
        int decodedEnd = decode(b, from, end, to);
        scratchUsed = mark;
        return node.child(scratch, mark, decodedEnd);
    }

    private int array(byte[] b, int at, int to, @Nullable KeyTrie node, int depth) {
        int p = blank(b, at + 1, to);
        if (p < to && b[p] == ']') {
            return p + 1;
        }
        while (true) {
            p = value(b, p, to, node, depth);
            if (p < 0) {
                return FAILED;
            }
            p = blank(b, p, to);
            if (p >= to || b[p] != ',') {
                return p < to && b[p] == ']' ? p + 1 : fail(Flaw.NO_COMMA_IN_ARRAY, b, p, to);
            }
            p = blank(b, p + 1, to);
        }
    }

    private int value(byte[] b, int p, int to, @Nullable KeyTrie node, int depth) {
        if (p >= to) {
            return fail(Flaw.NO_VALUE, b, p, to);
        }
        byte first = b[p];
        if (first == '"') {
            return string(b, p, to, node);
        }
        return switch (first) {
            case '{' ->
                depth >= DEPTH_MAX
                        ? fail(Flaw.TOO_DEEP, b, p, to)
                        : object(b, p, to, node == null || node.isLeaf() ? null : node, depth + 1);
            case '[' -> depth >= DEPTH_MAX ? fail(Flaw.TOO_DEEP, b, p, to) : array(b, p, to, node, depth + 1);
            case 't', 'f', 'n' -> word(b, p, to, node);
            default -> number(b, p, to, node);
        };
    }

    // ---- text ----

    private int string(byte[] b, int at, int to, @Nullable KeyTrie node) {
        int from = at + 1;
        int end = plain(b, from, to);
        if (end >= to || b[end] != '"') {
            return unusualString(b, from, end, to, node);
        }
        if (node != null && node.slot() >= 0) {
            keepText(node, b, from, end - from);
        }
        return end + 1;
    }

    private int unusualString(byte[] b, int from, int at, int to, @Nullable KeyTrie node) {
        if (from > to) {
            return fail(Flaw.NO_VALUE, b, to, to); // the quote was none of the document's
        }
        int end = restOfText(b, at, to);
        if (end < 0) {
            return FAILED;
        }
        if (node != null && node.slot() >= 0) {
            if (escaped) {
                int mark = scratchUsed;
                scratchUsed = decode(b, from, end, to);
                keepText(node, scratch, mark, scratchUsed - mark);
            } else {
                keepText(node, b, from, end - from);
            }
        }
        return end + 1;
    }

    private void keepText(KeyTrie node, byte[] holder, int from, int length) {
        if (length <= node.charsMax() || chars(holder, from, length) <= node.charsMax()) {
            event.add(node.slot(), Kind.STRING, holder, from, length);
        }
    }

    /** UTF-16 units of well-formed UTF-8. */
    private static int chars(byte[] b, int from, int length) {
        int chars = 0;
        for (int i = from; i < from + length; i++) {
            chars += (b[i] & 0xC0) == 0x80 ? 0 : (b[i] & 0xF8) == 0xF0 ? 2 : 1;
        }
        return chars;
    }

    /** The first byte from here on that is not plain text, or some position from {@code to} on if there is none. */
    static int plain(byte[] b, int from, int to) {
        int p = from;
        while (p < to) {
            long stop = stops((long) LONGS.get(b, p));
            if (stop != 0) {
                return p + (Long.numberOfTrailingZeros(stop) >>> 3);
            }
            p += WORD;
        }
        return p;
    }

    /**
     * The high bit of the first byte that is a quote, a backslash, below a blank or beyond ASCII; bits above it mean
     * nothing. Flipping bit 1 takes the quote (22) to 20 and keeps what is below 20 there, so one subtraction finds both.
     */
    private static long stops(long word) {
        return ((word ^ TWOS) - QUOTE_BOUND | (word ^ BACKSLASHES) - ONES | word) & HIGH;
    }

    /** Goes on from a byte that is not plain to the closing quote, and finds out whether there are escapes. */
    private int restOfText(byte[] b, int at, int to) {
        escaped = false;
        int p = at;
        while (true) {
            if (p >= to) {
                return fail(Flaw.OPEN_TEXT, b, to, to);
            }
            byte c = b[p];
            if (c == '"') {
                return p;
            }
            if (c == '\\') {
                escaped = true;
                p = escape(b, p, to);
            } else if (c < 0) {
                p = beyondAscii(b, p, to);
            } else {
                return fail(Flaw.CONTROL, b, p, to);
            }
            if (p < 0) {
                return FAILED;
            }
            p = plain(b, p, to);
        }
    }

    private int escape(byte[] b, int at, int to) {
        if (at + 1 >= to) {
            return fail(Flaw.OPEN_TEXT, b, to, to);
        }
        switch (b[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
                return at + 2;
            case 'u':
                boolean fits = at + 6 <= to;
                return fits && hex4(b, at + 2) >= 0 ? at + 6 : fail(Flaw.HEX, b, at, to);
            default:
                return fail(Flaw.ESCAPE, b, at + 1, to);
        }
    }

    /** The number four hexadecimal digits make, negative if they are not. */
    private static int hex4(byte[] b, int at) {
        return hex(b[at]) << 12 | hex(b[at + 1]) << 8 | hex(b[at + 2]) << 4 | hex(b[at + 3]);
    }

    private static int hex(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = (c | 0x20) - 'a';
        return letter >= 0 && letter < 6 ? letter + 10 : -1;
    }

    /** Passes well-formed UTF-8 of two to four bytes a character, as long as it goes on. */
    private int beyondAscii(byte[] b, int at, int to) {
        int p = at;
        while (p < to && b[p] < 0) {
            int c = b[p] & 0xFF;
            int length = c >= 0xC2 && c < 0xE0 ? 2 : c < 0xC2 ? 0 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
            if (length == 0 || p + length > to || !follows(b, p, c, length)) {
                return fail(Flaw.UTF8, b, p, to);
            }
            p += length;
        }
        return p;
    }

    private static boolean follows(byte[] b, int p, int c, int length) {
        int second = b[p + 1] & 0xFF;
        int low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
        int high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
        return second >= low
                && second <= high
                && (length < 3 || (b[p + 2] & 0xC0) == 0x80)
                && (length < 4 || (b[p + 3] & 0xC0) == 0x80);
    }

    /** Puts checked text into the scratch, escapes undone, and returns where it ends there. */
    private int decode(byte[] b, int from, int end, int to) {
        int needed = to - start + Math.min(to - start, Outline.BYTES_MAX) + WORD;
        if (scratchUsed == 0 && scratch.length < needed) {
            scratch = new byte[Math.max(needed, 2 * scratch.length)];
        }
        byte[] out = scratch;
        int o = scratchUsed;
        int p = from;
        while (p < end) {
            byte c = b[p];
            if (c != '\\') {
                out[o++] = c;
                p++;
            } else if (b[p + 1] != 'u') {
                out[o++] = simpleEscape(b[p + 1]);
                p += 2;
            } else {
                boolean pair = isPair(b, p, end);
                char unit = (char) hex4(b, p + 2);
                o = encode(pair ? Character.toCodePoint(unit, (char) hex4(b, p + 8)) : unit, out, o);
                p += pair ? 12 : 6;
            }
        }
        return o;
    }

    private static byte simpleEscape(byte c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    private static int encode(int codePoint, byte[] out, int at) {
        int c = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? 0xFFFD : codePoint;
        int o = at;
        if (c < 0x80) {
            out[o++] = (byte) c;
        } else if (c < 0x800) {
            out[o++] = (byte) (0xC0 | c >> 6);
            out[o++] = (byte) (0x80 | c & 0x3F);
        } else {
            if (c < 0x10000) {
                out[o++] = (byte) (0xE0 | c >> 12);
            } else {
                out[o++] = (byte) (0xF0 | c >> 18);
                out[o++] = (byte) (0x80 | c >> 12 & 0x3F);
            }
            out[o++] = (byte) (0x80 | c >> 6 & 0x3F);
            out[o++] = (byte) (0x80 | c & 0x3F);
        }
        return o;
    }

    // ---- numbers and words ----

    private int number(byte[] b, int from, int to, @Nullable KeyTrie node) {
        int first = b[from] == '-' ? from + 1 : from;
        int p = digits(b, first, to);
        if (p == first) {
            return fail(p == from ? Flaw.NO_VALUE : Flaw.NO_DIGIT, b, p, to);
        }
        if (b[first] == '0' && p > first + 1) {
            return fail(Flaw.LEADING_ZERO, b, first, to);
        }
        if (b[p] >= '.' && p < to) {
            p = fraction(b, p, to);
            if (p < 0) {
                return FAILED;
            }
        }
        if (p - from > NUMBER_CHARS_MAX) {
            return fail(Flaw.LONG_NUMBER, b, from, to);
        }
        if (node != null && node.slot() >= 0) {
            event.add(node.slot(), Kind.NUMBER, b, from, p - from);
        }
        return p;
    }

    /** What may follow the whole part of a number: a fraction, an exponent, both or neither. */
    private int fraction(byte[] b, int at, int to) {
        int p = at;
        if (b[p] == '.') {
            int end = digits(b, p + 1, to);
            if (end == p + 1) {
                return fail(Flaw.NO_DIGIT, b, end, to);
            }
            p = end;
        }
        if (p < to && (b[p] | 0x20) == 'e') {
            p++;
            if (p < to && (b[p] == '+' || b[p] == '-')) {
                p++;
            }
            int end = digits(b, p, to);
            return end == p ? fail(Flaw.NO_DIGIT, b, end, to) : end;
        }
        return p;
    }

    /** The first byte from here on that is no digit, or {@code to}: eight at a time, since lengths vary. */
    private static int digits(byte[] b, int from, int to) {
        int p = from;
        while (p < to) {
            long other = Digits.others(Digits.values((long) LONGS.get(b, p)));
            if (other != 0) {
                return Math.min(p + (Long.numberOfTrailingZeros(other) >>> 3), to);
            }
            p += WORD;
        }
        return to;
    }

    /** true, false or null. */
    private int word(byte[] b, int p, int to, @Nullable KeyTrie node) {
        byte kind = b[p] == 't' ? Kind.TRUE : Kind.FALSE;
        int length = b[p] == 'f' ? 5 : 4;
        boolean right =
                b[p] == 'f' ? (int) INTS.get(b, p + 1) == ALSE : (int) INTS.get(b, p) == (b[p] == 't' ? TRUE : NULL);
        if (!right || p + length > to) {
            return fail(Flaw.NO_VALUE, b, p, to);
        }
        if (node != null && node.slot() >= 0 && b[p] != 'n') {
            event.add(node.slot(), kind, b, p, length);
        }
        return p + length;
    }

    static int blank(byte[] b, int from, int to) {
        int p = from;
        while (p < to && b[p] <= ' ' && (b[p] == ' ' || b[p] == '\n' || b[p] == '\r' || b[p] == '\t')) {
            p++;
        }
        return p;
    }

    private int fail(Flaw what, byte[] b, int at, int to) {
        flaw = at >= to && what != Flaw.EMPTY && what != Flaw.OPEN_TEXT ? Flaw.ENDS : what;
        flawAt = Math.min(at, to) - start;
        flawByte = at < to ? b[at] : 0;
        return FAILED;
    }

    private byte[] copy(byte[] buffer, int from, int to) {
        int length = to - from;
        if (window.length < length + WORD) {
            window = new byte[Math.max(length + WORD, 2 * window.length)];
        }
        System.arraycopy(buffer, from, window, 0, length);
        Arrays.fill(window, length, length + WORD, (byte) 0);
        return window;
    }

    /** The members around a document: the top level of {@link #readHit}. */
    private final class Hit {

        private static final int INDEX = 0;
        private static final int SOURCE = 2;
        private static final KeyTrie KEYS = KeyTrie.of(FieldTable.builder()
                .add("_index", 0)
                .add("_id", 0)
                .add("_source", 0)
                .build());

        private final NameCache names = new NameCache();
        private boolean isWrapped;
        private int sourceFrom;
        private int sourceTo;

        int read(byte[] b, int at, int to) {
            int p = blank(b, at + 1, to);
            if (p < to && b[p] == '}') {
                return p + 1;
            }
            while (true) {
                p = member(b, p, to);
                if (p < 0) {
                    return FAILED;
                }
                p = blank(b, p, to);
                if (p >= to || b[p] != ',') {
                    return p < to && b[p] == '}' ? p + 1 : fail(Flaw.NO_COMMA_IN_OBJECT, b, p, to);
                }
                p = blank(b, p + 1, to);
            }
        }

        private int member(byte[] b, int at, int to) {
            if (at >= to || b[at] != '"') {
                return fail(Flaw.NO_KEY, b, at, to);
            }
            int from = at + 1;
            int end = plain(b, from, to);
            boolean isPlain = end < to && b[end] == '"';
            end = isPlain ? end : restOfKey(b, from, end, to);
            int p = end < 0 ? FAILED : colon(b, end + 1, to);
            if (p < 0) {
                return FAILED;
            }
            escaped &= !isPlain;
            KeyTrie own = b[from] == '_' || !isPlain ? unusualKey(b, from, end, to, KEYS) : null;
            if (own != null && own.slot() == SOURCE && p < to && b[p] == '{') {
                return source(b, p, to);
            }
            int past = value(b, p, to, isWrapped ? null : unusualKey(b, from, end, to, root), 1);
            if (past >= 0 && own != null && own.slot() != SOURCE && b[p] == '"') {
                origin(own.slot() == INDEX, b, p + 1, past - 1, to);
            }
            return past;
        }

        private int source(byte[] b, int p, int to) {
            event.clearValues();
            isWrapped = true;
            sourceFrom = p;
            sourceTo = moulded(b, p, to, 1);
            if (sourceTo < 0) {
                sourceTo = object(b, p, to, root, 2);
                if (sourceTo >= 0) {
                    learn(b, p, sourceTo);
                }
            }
            return sourceTo;
        }

        /** Takes the text of {@code _index} or {@code _id}; an empty one says nothing. */
        private void origin(boolean isIndex, byte[] b, int from, int end, int to) {
            byte[] holder = b;
            int textFrom = from;
            int textEnd = end;
            if (hasEscape(b, from, end)) {
                textFrom = scratchUsed;
                textEnd = decode(b, from, end, to);
                scratchUsed = textEnd;
                holder = scratch;
            }
            if (isIndex) {
                event.index(names.of(holder, textFrom, textEnd));
            } else {
                event.id(holder, textFrom, textEnd);
            }
        }

        private boolean hasEscape(byte[] b, int from, int end) {
            for (int i = from; i < end; i++) {
                if (b[i] == '\\') {
                    return true;
                }
            }
            return false;
        }
    }
}
